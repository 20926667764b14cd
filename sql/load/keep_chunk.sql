-- keep one MiB of a delivery's bytes
create function load.keep_chunk(delivery bigint, chunk_number integer, payload bytea) returns void
language sql security definer set search_path = ''
begin atomic
    insert into raw.delivery_chunk (delivery_id, chunk_number, payload) values (delivery, chunk_number, payload);
end;
