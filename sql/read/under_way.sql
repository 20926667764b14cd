-- one row per source in the asker's reach of which something is under way: taken_in, loading, fetching or fetch_waits
-- Of a large delivery that is being loaded: the step (reading, checking, applying), how many rows were read, and of how many
-- (null: not known yet); null for a small one, which is over before anybody could look.
-- It is asked every few seconds while a load runs and shows no delivery, so it is not written down.
-- audience: app_provider, app_coordinator, app_operator, auditor
create function read.under_way(as_of timestamptz, asker bigint) returns table (
    source_code text, source_name text, under_way_code text, step_code text, row_count bigint, total_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code, s.name, found.code, far.step_code, far.row_count, far.total_count
      from functions.sources_in_reach(under_way.as_of, under_way.asker, 'see_deliveries') reached
      join core.source s on s.source_code = reached.source_code
     cross join lateral (select functions.under_way(s.source_code) as code) found
      left join lateral (
          select p.step_code, p.row_count, p.total_count
            from raw.delivery d
            join ops.load_progress p on p.delivery_id = d.delivery_id
           where d.source_code = s.source_code and d.state_code = 'received'
           order by d.delivery_id
           limit 1) far on found.code = 'loading'
     where found.code is not null
     order by s.source_code;
end;
