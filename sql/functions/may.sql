-- whether an account's role may do this everywhere, at the moment as_of: asked inside the question, beside the grant
-- after: dutch_date
create function functions.may(as_of timestamptz, account bigint, permission text) returns boolean
language sql stable
begin atomic
    select exists (
        select from ops.account a
          join core.access_permission p on p.role_code = a.role_code
         where a.account_id = may.account and a.is_active
           and p.permission_code = may.permission and p.scope_code = 'all'
           and p.valid_from <= functions.dutch_date(may.as_of)
           and (p.valid_to is null or p.valid_to > functions.dutch_date(may.as_of)));
end;
