-- how many bytes of a delivery are kept, 0 when none are; a replay's are those of what it replays
create function load.kept_bytes(delivery bigint) returns bigint
language sql stable security definer set search_path = ''
begin atomic
    select coalesce(sum(octet_length(c.payload)), 0)::bigint
      from raw.delivery_chunk c
     where c.delivery_id = (select coalesce(d.replay_of, d.delivery_id) from raw.delivery d where d.delivery_id = kept_bytes.delivery);
end;
