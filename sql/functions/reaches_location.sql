-- whether an account's permission reaches a location: everywhere, in its regions, or where one of its AGB codes stands
-- after: dutch_date, is_own_agb
create function functions.reaches_location(as_of timestamptz, account bigint, permission text, location bigint) returns boolean
language sql stable
begin atomic
    select exists (
        select from ops.account a
          join core.access_permission p on p.role_code = a.role_code and p.permission_code = reaches_location.permission
         where a.account_id = reaches_location.account and a.is_active
           and p.valid_from <= functions.dutch_date(reaches_location.as_of)
           and (p.valid_to is null or p.valid_to > functions.dutch_date(reaches_location.as_of))
           and case p.scope_code
                   when 'all' then true
                   when 'region' then exists (
                       select from ops.account_scope s
                         join core.location l on l.location_id = reaches_location.location
                         join core.postcode place on place.postcode4 = l.postcode4
                        where s.account_id = a.account_id and s.kind_code = 'region' and s.scope_code = place.zorgkantoorregio_code)
                   when 'own' then functions.is_own_agb(
                       reaches_location.as_of,
                       array(select s.scope_code from ops.account_scope s where s.account_id = a.account_id and s.kind_code = 'agb'),
                       reaches_location.location)
                   else false
               end);
end;
