-- what became of a delivery, as its sender is told (functions.told_delivery)
create function load.told_delivery(delivery bigint) returns jsonb
language sql stable security definer set search_path = ''
begin atomic
    select functions.told_delivery(told_delivery.delivery);
end;
