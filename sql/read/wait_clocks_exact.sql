-- one row per zorgkantoorregio of the asker's own, diagnosis group (null: all of them) and clock of a month, as read.wait_clocks, with the share exact
-- Own are the asker's regions (a coordinator) as its account holds them. Who looked is written down.
-- audience: app_coordinator
create function read.wait_clocks_exact(
    as_of timestamptz, asker bigint, month date default null, kind text default 'total', circuit text default null,
    version integer default null, request_id text default null
) returns table (
    period_from date, kind_code text, region_code text, diagnosis_group_code text, clock_code text, method_code text,
    mean_weeks numeric, median_weeks numeric, share_over_norm numeric, location_count bigint, waiting_count bigint, share_low numeric,
    share_high numeric, hidden_cell_count bigint, version_code text, version_number integer, correction_count integer
)
language sql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
begin atomic
    select functions.record_event(
        at => wait_clocks_exact.as_of, account => wait_clocks_exact.asker, event_type => 'waiting_counts_read', action => 'R',
        object_type => 'wait_clocks_exact', request_id => wait_clocks_exact.request_id,
        detail => jsonb_strip_nulls(jsonb_build_object(
            'month', wait_clocks_exact.month, 'kind', wait_clocks_exact.kind, 'circuit', wait_clocks_exact.circuit)));
    with moment as materialized (
        select m.* from functions.wait_month(wait_clocks_exact.as_of, wait_clocks_exact.month, wait_clocks_exact.version) m
    ),
    own as (
        select s.scope_code as region_code
          from ops.account a
          join core.access_permission p
            on p.role_code = a.role_code and p.permission_code = 'see_waiting_counts' and p.scope_code = 'region'
          join ops.account_scope s on s.account_id = a.account_id and s.kind_code = 'region'
         where a.account_id = wait_clocks_exact.asker and a.is_active
    ),
    waiting as (
        select t.region_code, t.diagnosis_group_code,
               sum(t.waiting)::bigint as waiting, sum(t.over_norm)::bigint as over_norm
          from moment m
         cross join lateral functions.waiting_steps(m.period_from, m.known_at, wait_clocks_exact.kind, wait_clocks_exact.circuit) t
         group by grouping sets ((t.region_code, t.diagnosis_group_code), (t.region_code))
    ),
    clock as (
        select c.region_code, c.diagnosis_group_code, c.clock_code, c.method_code, c.mean_weeks, c.median_weeks, c.share_over_norm,
               c.location_count, null::bigint as waiting, null::numeric as share
          from moment m
         cross join lateral functions.wait_clock_means(m.known_at, m.period_from, wait_clocks_exact.kind, wait_clocks_exact.circuit) c
        union all
        select w.region_code, w.diagnosis_group_code, 'waiting', null, null, null, null, null, w.waiting,
               metrics.share_waiting_over_norm(w.over_norm, w.waiting)
          from waiting w
    )
    select m.period_from, wait_clocks_exact.kind, c.region_code, c.diagnosis_group_code, c.clock_code, c.method_code, c.mean_weeks,
           c.median_weeks, c.share_over_norm, c.location_count, c.waiting, c.share, c.share, case c.clock_code when 'waiting' then 0 end,
           m.version_code, m.version_number, m.correction_count
      from moment m
     cross join clock c
      join own on own.region_code = c.region_code
      left join core.diagnosis_group g on g.diagnosis_group_code = c.diagnosis_group_code
     order by c.region_code, g.sort_order nulls first, c.clock_code desc, c.method_code;
end;
