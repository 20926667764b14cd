-- one row per source in the asker's reach of which something is under way: taken_in, loading, fetching or fetch_waits
-- It is asked every few seconds while a load runs and shows no delivery, so it is not written down.
-- audience: app_provider, app_coordinator, app_operator, auditor
create function read.under_way(as_of timestamptz, asker bigint) returns table (source_code text, source_name text, under_way_code text)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code, s.name, found.code
      from functions.sources_in_reach(under_way.as_of, under_way.asker, 'see_deliveries') reached
      join core.source s on s.source_code = reached.source_code
     cross join lateral (select functions.under_way(s.source_code) as code) found
     where found.code is not null
     order by s.source_code;
end;
