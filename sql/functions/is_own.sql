-- whether a location is an account's own, as far as its role reaches with a permission: in its regions, or of its AGB codes
-- after: dutch_date, is_own_agb
create function functions.is_own(as_of timestamptz, account bigint, permission text, location bigint) returns boolean
language sql stable
begin atomic
    select exists (
        select from ops.account a
          join core.access_permission p
            on p.role_code = a.role_code and p.permission_code = is_own.permission and p.scope_code in ('region', 'own')
           and p.valid_from <= functions.dutch_date(is_own.as_of)
           and (p.valid_to is null or p.valid_to > functions.dutch_date(is_own.as_of))
         where a.account_id = is_own.account and a.is_active
           and case p.scope_code
                   when 'region' then exists (
                       select from ops.account_scope s
                         join core.location l on l.location_id = is_own.location
                         join core.postcode place on place.postcode4 = l.postcode4
                        where s.account_id = a.account_id and s.kind_code = 'region' and s.scope_code = place.zorgkantoorregio_code)
                   else functions.is_own_agb(
                       is_own.as_of,
                       array(select s.scope_code from ops.account_scope s where s.account_id = a.account_id and s.kind_code = 'agb'),
                       is_own.location)
               end);
end;
