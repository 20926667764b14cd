-- whether a region is an account's own, where its role reaches the own regions with a permission
-- after: dutch_date
create function functions.is_own_region(as_of timestamptz, account bigint, permission text, region text) returns boolean
language sql stable
begin atomic
    select exists (
        select from ops.account a
          join core.access_permission p
            on p.role_code = a.role_code and p.permission_code = is_own_region.permission and p.scope_code = 'region'
           and p.valid_from <= functions.dutch_date(is_own_region.as_of)
           and (p.valid_to is null or p.valid_to > functions.dutch_date(is_own_region.as_of))
          join ops.account_scope s on s.account_id = a.account_id and s.kind_code = 'region' and s.scope_code = is_own_region.region
         where a.account_id = is_own_region.account and a.is_active);
end;
