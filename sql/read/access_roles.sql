-- one row per role in which somebody can sign in, with what it may do and over what
-- audience: app_session
create function read.access_roles(as_of timestamptz) returns table (
    role_code text, name_nl text, name_en text, database_role text, idle_minutes integer, absolute_minutes integer,
    remembered_hours integer, needs_second_factor boolean, minimum_acr text, permission_scopes jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select r.role_code, r.name_nl, r.name_en, r.database_role, r.idle_minutes, r.absolute_minutes, r.remembered_hours,
           r.is_second_factor_required, r.minimum_acr,
           (select coalesce(jsonb_object_agg(p.permission_code, p.scope_code), '{}')
              from core.access_permission p where p.role_code = r.role_code)
      from core.access_role r
     where r.valid_from <= functions.dutch_date(access_roles.as_of)
       and (r.valid_to is null or r.valid_to > functions.dutch_date(access_roles.as_of))
     order by r.sort_order;
end;
