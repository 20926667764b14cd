-- its own source for each of these locations' providers that has none yet, from the moment it first states something
-- It may report for the codes of these locations.
-- after: statement_source
create function functions.ensure_statement_source(locations bigint[]) returns void
language sql volatile set search_path = ''
begin atomic
    with wanted as materialized (
        select l.location_id, p.name, p.is_fictional, code.value as agb_code
          from core.location l
          join core.provider p on p.provider_id = l.provider_id
         cross join lateral (
             select min(i.value) as value from core.provider_identifier i
              where i.provider_id = p.provider_id and i.system_code = 'agb' and i.valid_to is null) code
         where l.location_id = any (ensure_statement_source.locations) and code.value is not null
           and functions.statement_source(l.location_id) is null
    ),
    made as (
        insert into core.source (source_code, feed_code, name, entry_code, is_partial, is_fictional, maintained_by)
        select distinct 'opgave-' || w.agb_code, 'manual', left('Opgave van ' || w.name, 200), 'hand', true, w.is_fictional, 'operator' from wanted w
            on conflict (source_code) do nothing
    )
    insert into core.source_agb (source_code, agb_code, maintained_by)
    select distinct 'opgave-' || w.agb_code, own.value, 'operator'
      from wanted w
      join core.location_identifier own on own.location_id = w.location_id and own.system_code = 'agb' and own.valid_to is null
        on conflict (source_code, agb_code) do nothing;
end;
