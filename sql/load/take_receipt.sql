-- a payload that the web took in was kept as this delivery: its unmasked bytes go
create function load.take_receipt(receipt bigint, delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.receipt r set payload = null, delivery_id = take_receipt.delivery where r.receipt_id = take_receipt.receipt;
end;
