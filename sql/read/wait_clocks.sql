-- one row per zorgkantoorregio, diagnosis group (null: over all of either) and clock of a month: three clocks side by side, never mixed
-- realised (a row for each method), prospective, and waiting: the share of those still waiting over the norm, of the cells of region,
-- circuit and group that may be shown. Its counts are suppressed and rounded as in read.waiting_counts; a part over the norm below
-- the threshold lies anywhere from nothing to one less, so the share is told from share_low to share_high. Who looked is
-- written down.
-- audience: app_insurer
create function read.wait_clocks(
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
        at => wait_clocks.as_of, account => wait_clocks.asker, event_type => 'waiting_counts_read', action => 'R',
        object_type => 'wait_clocks', request_id => wait_clocks.request_id,
        detail => jsonb_strip_nulls(jsonb_build_object(
            'month', wait_clocks.month, 'kind', wait_clocks.kind, 'circuit', wait_clocks.circuit)));
    with moment as materialized (
        select m.* from functions.wait_month(wait_clocks.as_of, wait_clocks.month, wait_clocks.version) m
    ),
    -- each kind of list apart, so that a total holds nothing that its two parts do not show
    cell as (
        select t.region_code, t.circuit_code, t.diagnosis_group_code, t.step_code,
               sum(t.waiting)::bigint as waiting, sum(t.over_norm)::bigint as over_norm
          from moment m
         cross join lateral functions.waiting_steps(m.period_from, m.known_at, wait_clocks.kind, wait_clocks.circuit) t
         group by 1, 2, 3, 4
    ),
    shown as (
        select c.*, rule.threshold, functions.suppressed_count(c.waiting, rule.threshold, rule.rounding) as shown_waiting,
               functions.suppressed_count(c.over_norm, rule.threshold, rule.rounding) as shown_over
          from cell c
          join core.small_number_rule rule on rule.rule_code = 'waiting'
    ),
    waiting as (
        select s.region_code, s.diagnosis_group_code, sum(s.shown_waiting)::bigint as waiting,
               sum(case when s.shown_waiting is not null then coalesce(s.shown_over, 0) end)::bigint as over_least,
               sum(case when s.shown_waiting is not null then coalesce(s.shown_over, s.threshold - 1) end)::bigint as over_most,
               count(*) filter (where s.shown_waiting is null) as hidden
          from shown s
         group by grouping sets ((s.region_code, s.diagnosis_group_code), (s.region_code), (s.diagnosis_group_code), ())
    ),
    clock as (
        select c.region_code, c.diagnosis_group_code, c.clock_code, c.method_code, c.mean_weeks, c.median_weeks, c.share_over_norm,
               c.location_count, null::bigint as waiting, null::numeric as share_low, null::numeric as share_high, null::bigint as hidden
          from moment m
         cross join lateral functions.wait_clock_means(m.known_at, m.period_from, wait_clocks.kind, wait_clocks.circuit) c
        union all
        select w.region_code, w.diagnosis_group_code, 'waiting', null, null, null, null, null, w.waiting,
               -- least() passes over a null: without a count there is no share
               case when w.waiting > 0 then least(1, metrics.share_waiting_over_norm(w.over_least, w.waiting)) end,
               case when w.waiting > 0 then least(1, metrics.share_waiting_over_norm(w.over_most, w.waiting)) end, w.hidden
          from waiting w
    )
    select m.period_from, wait_clocks.kind, c.region_code, c.diagnosis_group_code, c.clock_code, c.method_code, c.mean_weeks,
           c.median_weeks, c.share_over_norm, c.location_count, c.waiting, c.share_low, c.share_high, c.hidden, m.version_code,
           m.version_number, m.correction_count
      from moment m
     cross join clock c
      left join core.diagnosis_group g on g.diagnosis_group_code = c.diagnosis_group_code
     where functions.may(wait_clocks.as_of, wait_clocks.asker, 'see_waiting_counts')
     order by c.region_code nulls first, g.sort_order nulls first, c.clock_code desc, c.method_code;
end;
