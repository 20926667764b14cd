-- whether an account has a permission over this delivery, at the moment as_of
-- after: sources_in_reach
create function functions.reaches_delivery(as_of timestamptz, account bigint, permission text, delivery bigint) returns boolean
language sql stable
begin atomic
    select exists (
        select from raw.delivery d
          join functions.sources_in_reach(reaches_delivery.as_of, reaches_delivery.account, reaches_delivery.permission) s
            on s.source_code = d.source_code
         where d.delivery_id = reaches_delivery.delivery);
end;
