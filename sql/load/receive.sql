-- keep the facts of a payload that came in and give back its delivery number
-- `unreadable` is the reason why no bytes are kept and the load will reject it. A payload of the same source whose load
-- was broken off is taken up again under its own number.
create function load.receive(
    source text, feed text, file_name text, received_at timestamptz, delivered_at timestamptz, sha256 text,
    size_bytes bigint, masked_count integer, unreadable text default null, replay_of bigint default null
) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
    found bigint;
begin
    select d.delivery_id into found
      from raw.delivery d
     where receive.replay_of is null and d.source_code = receive.source and d.sha256 = receive.sha256
       and d.feed_code = receive.feed and d.state_code = 'received' and d.replay_of is null
     order by d.delivery_id
     limit 1;
    if found is not null then
        delete from raw.delivery_chunk where delivery_id = found;
        return found;
    end if;
    insert into raw.delivery (source_code, feed_code, file_name, received_at, delivered_at, sha256, size_bytes, masked_count, reason_code, replay_of)
    values (source, feed, file_name, received_at, delivered_at, sha256, size_bytes, masked_count, unreadable, replay_of)
    returning delivery_id into found;
    return found;
end;
$$;
