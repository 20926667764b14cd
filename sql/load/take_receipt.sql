-- a payload that the web took in was kept as this delivery: its unmasked bytes go; false when another worker was first
create function load.take_receipt(receipt bigint, delivery bigint) returns boolean
language sql security definer set search_path = ''
begin atomic
    with taken as (
        update raw.receipt r
           set payload = null, delivery_id = take_receipt.delivery
         where r.receipt_id = take_receipt.receipt and r.delivery_id is null
        returning 1
    )
    select exists (select from taken);
end;
