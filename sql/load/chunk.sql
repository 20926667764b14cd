-- one kept MiB of a delivery's bytes, counted from 0; a replay reads what it replays
create function load.chunk(delivery bigint, chunk_number integer) returns bytea
language sql stable security definer set search_path = ''
begin atomic
    select c.payload
      from raw.delivery_chunk c
     where c.delivery_id = (select coalesce(d.replay_of, d.delivery_id) from raw.delivery d where d.delivery_id = chunk.delivery)
       and c.chunk_number = chunk.chunk_number;
end;
