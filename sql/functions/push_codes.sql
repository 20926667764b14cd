-- one row per AGB code to which an account may bind a push token because it is its own: of itself, its provider or a location
-- Those of an account that may do so for everybody are not listed.
-- after: dutch_date, is_own_agb
create function functions.push_codes(as_of timestamptz, account bigint) returns table (agb_code text, name text)
language sql stable
begin atomic
    with own as materialized (
        select s.scope_code as agb_code
          from ops.account a
          join core.access_permission p
            on p.role_code = a.role_code and p.permission_code = 'manage_push' and p.scope_code = 'own'
           and p.valid_from <= functions.dutch_date(push_codes.as_of)
           and (p.valid_to is null or p.valid_to > functions.dutch_date(push_codes.as_of))
          join ops.account_scope s on s.account_id = a.account_id and s.kind_code = 'agb'
         where a.account_id = push_codes.account and a.is_active
    ),
    place as (
        select i.location_id
          from own
          join core.location_identifier i on i.system_code = 'agb' and i.value = own.agb_code and i.valid_to is null
        union
        select l.location_id
          from own
          join core.provider_identifier i on i.system_code = 'agb' and i.value = own.agb_code and i.valid_to is null
          join core.location l on l.provider_id = i.provider_id
    ),
    code as (
        select own.agb_code from own
        union
        select i.value
          from place
          join core.location_identifier i on i.location_id = place.location_id and i.system_code = 'agb' and i.valid_to is null
    )
    select code.agb_code,
           coalesce(
               (select min(p.name) from core.provider_identifier i join core.provider p on p.provider_id = i.provider_id
                 where i.system_code = 'agb' and i.value = code.agb_code and i.valid_to is null),
               (select min(l.name) from core.location_identifier i join core.location l on l.location_id = i.location_id
                 where i.system_code = 'agb' and i.value = code.agb_code and i.valid_to is null),
               '')
      from code;
end;
