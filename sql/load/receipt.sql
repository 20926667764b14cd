-- one row: a payload that the web took in, with its bytes; none when it was taken up already
create function load.receipt(receipt bigint) returns table (file_name text, received_at timestamptz, payload bytea)
language sql stable security definer set search_path = ''
begin atomic
    select r.file_name, r.received_at, r.payload from raw.receipt r where r.receipt_id = receipt.receipt and r.delivery_id is null;
end;
