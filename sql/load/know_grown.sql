-- let the planner look at the tables of the directory that are more than twice as large as when it last looked
-- What it holds for a few rows it joins row against row. A table that another load is looking at is left to that one: looking
-- takes a lock until the end of the load.
create function load.know_grown() returns void
language plpgsql security definer set search_path = ''
as $$
declare
    grown record;
begin
    for grown in
        select c.relname
          from pg_catalog.pg_class c
         where c.relnamespace = 'core'::regnamespace
           and c.relname in ('provider', 'provider_identifier', 'location', 'location_identifier', 'source_location', 'offer', 'capacity_current')
           -- a load that was rolled back leaves the size that was noted, and takes what was found along: hence both
           and pg_catalog.pg_relation_size(c.oid) > 0
           and (pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint > 2 * c.relpages
                or not exists (select from pg_catalog.pg_stats s where s.schemaname = 'core' and s.tablename = c.relname))
         order by c.relname
    loop
        execute format('analyze (skip_locked) core.%I', grown.relname);
    end loop;
end;
$$;
