-- one row per kept MiB of a delivery's bytes, in order; a replay reads what it replays
create function load.chunks(delivery bigint) returns table (payload bytea)
language sql stable security definer set search_path = ''
begin atomic
    select c.payload
      from raw.delivery_chunk c
     where c.delivery_id = (select coalesce(d.replay_of, d.delivery_id) from raw.delivery d where d.delivery_id = chunks.delivery)
     order by c.chunk_number;
end;
