-- one row per region and diagnosis group with a figure of a month, and per total over either or both (null): the wait and how far it can be trusted
-- One kind (intake, treatment, total) and one method at a time. The month is the newest, compare_month the one before it,
-- unless asked. change_weeks is of the places with a wait in both months and no other, each as heavy as the mean of its inflow in
-- the two, so neither a stop nor a shift between places shows as a change; change_median_weeks likewise, small providers too.
-- Across a break there is no change, but the codes of the breaks, unless over_breaks asks for it. version reads an older version.
-- In a total over groups a place counts with each of its groups in a mean, median or share, and once as a location.
-- norm_weeks is null where the norms of the figures differ. The response rate is that of the region, whatever the group.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_hot_spots(
    as_of timestamptz, layer text default 'zorgkantoorregio', month date default null, compare_month date default null,
    kind text default 'total', method text default 'retrospective', segment text default null, setting text default 'ambulant',
    circuit text default null, concern text default null, version integer default null, over_breaks boolean default false
) returns table (
    period_from date, compare_period_from date, kind_code text, method_code text, region_code text, diagnosis_group_code text,
    mean_weeks numeric, median_weeks numeric, p80_weeks numeric, p90_weeks numeric, norm_weeks numeric, share_over_norm numeric,
    location_count bigint, small_location_count bigint, small_median_weeks numeric, told_location_count bigint,
    stopped_location_count bigint, share_in_stop numeric, gone_location_count bigint, obliged_count bigint, delivered_count bigint,
    response_rate numeric, oldest_reference_on date, median_age_days numeric, flag_codes text[], flagged_location_count bigint,
    change_weeks numeric, change_median_weeks numeric, change_location_count bigint, break_codes text[],
    version_code text, version_number integer, correction_count integer
)
language sql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
begin atomic
    with moment as materialized (
        select m.*, coalesce(date_trunc('month', wait_hot_spots.compare_month)::date, (m.period_from - interval '1 month')::date) as before_from
          from functions.wait_month(wait_hot_spots.as_of, wait_hot_spots.month, wait_hot_spots.version) m
    ),
    broken as materialized (
        select coalesce(array_agg(b.break_code order by b.break_on), '{}') as break_codes
          from moment m
         cross join lateral functions.wait_breaks(least(m.before_from, m.period_from), greatest(m.before_from, m.period_from),
                        wait_hot_spots.method) b
    ),
    response as (
        select r.region_code, sum(r.obliged_count)::bigint as obliged_count, sum(r.delivered_count)::bigint as delivered_count
          from moment m
         cross join lateral functions.wait_response(m.known_at, m.period_from, wait_hot_spots.layer) r
         group by grouping sets ((r.region_code), ())
    )
    select m.period_from, m.before_from, wait_hot_spots.kind, wait_hot_spots.method, s.region_code, s.diagnosis_group_code,
           s.mean_weeks, s.median_weeks, s.p80_weeks, s.p90_weeks, s.norm_weeks, s.share_over_norm, s.location_count,
           s.small_location_count, s.small_median_weeks, s.told_location_count, s.stopped_location_count, s.share_in_stop,
           s.gone_location_count, r.obliged_count, r.delivered_count, metrics.response_rate(r.delivered_count, r.obliged_count),
           s.oldest_reference_on, metrics.age_of_figures(functions.dutch_date(wait_hot_spots.as_of), s.middle_days), s.flag_codes,
           s.flagged_location_count,
           case when b.break_codes = '{}' or wait_hot_spots.over_breaks then s.change_weeks end,
           case when b.break_codes = '{}' or wait_hot_spots.over_breaks then s.change_median_weeks end,
           s.change_location_count, b.break_codes, m.version_code, m.version_number, m.correction_count
      from moment m
     cross join lateral functions.wait_totals(m.known_at, m.period_from, m.period_from, m.before_from, wait_hot_spots.layer,
                    wait_hot_spots.kind, wait_hot_spots.method, wait_hot_spots.segment, wait_hot_spots.setting,
                    wait_hot_spots.circuit, wait_hot_spots.concern, null, null, false) s
     cross join broken b
      left join response r on r.region_code is not distinct from s.region_code
      left join core.diagnosis_group g on g.diagnosis_group_code = s.diagnosis_group_code
     order by s.region_code nulls first, g.sort_order nulls first, s.diagnosis_group_code;
end;
