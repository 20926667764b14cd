-- one row per source over whose deliveries an account has a permission at the moment as_of
-- Reach is all; or the account's regions: sources that may report for a location there, or have told of one; or its own AGB codes:
-- sources that may report for those and for nobody else. Without the permission there are none.
-- after: dutch_date, is_own_agb, told_locations
create function functions.sources_in_reach(as_of timestamptz, account bigint, permission text) returns table (source_code text)
language sql stable
begin atomic
    with asker as materialized (
        select p.scope_code,
               array(select s.scope_code from ops.account_scope s where s.account_id = a.account_id and s.kind_code = 'region') as regions,
               array(select s.scope_code from ops.account_scope s where s.account_id = a.account_id and s.kind_code = 'agb') as agb_codes
          from ops.account a
          join core.access_permission p on p.role_code = a.role_code and p.permission_code = sources_in_reach.permission
           and p.valid_from <= functions.dutch_date(sources_in_reach.as_of)
           and (p.valid_to is null or p.valid_to > functions.dutch_date(sources_in_reach.as_of))
         where a.account_id = sources_in_reach.account and a.is_active
    )
    select s.source_code
      from asker
     cross join core.source s
     where asker.scope_code = 'all'
        or (asker.scope_code = 'region' and s.source_code in (
            select told.source_code from functions.told_locations((select a.regions from asker a)) told))
        or (asker.scope_code = 'own' and not s.is_any_agb
            and exists (select from core.source_agb a where a.source_code = s.source_code)
            and not exists (
                select from core.source_agb a
                 where a.source_code = s.source_code and a.agb_code <> all (asker.agb_codes)
                   and not exists (
                       select from core.location_identifier i
                        where i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
                          and functions.is_own_agb(sources_in_reach.as_of, asker.agb_codes, i.location_id))));
end;
