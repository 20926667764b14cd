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
language sql stable security definer set search_path = '' set jit = off
begin atomic
    with moment as materialized (
        select m.*, coalesce(date_trunc('month', wait_hot_spots.compare_month)::date, (m.period_from - interval '1 month')::date) as before_from
          from functions.wait_month(wait_hot_spots.as_of, wait_hot_spots.month, wait_hot_spots.version) m
    ),
    now_told as materialized (
        select u.* from moment m
         cross join lateral functions.wait_units(m.known_at, m.period_from, m.period_from, wait_hot_spots.layer, wait_hot_spots.kind,
                        wait_hot_spots.method, wait_hot_spots.segment, wait_hot_spots.setting, wait_hot_spots.circuit,
                        wait_hot_spots.concern) u
    ),
    before_told as materialized (
        select u.* from moment m
         cross join lateral functions.wait_units(m.known_at, m.before_from, m.before_from, wait_hot_spots.layer, wait_hot_spots.kind,
                        wait_hot_spots.method, wait_hot_spots.segment, wait_hot_spots.setting, wait_hot_spots.circuit,
                        wait_hot_spots.concern) u
    ),
    broken as materialized (
        select coalesce(array_agg(b.break_code order by b.break_on), '{}') as break_codes
          from moment m
         cross join lateral functions.wait_breaks(least(m.before_from, m.period_from), greatest(m.before_from, m.period_from),
                        wait_hot_spots.method) b
    ),
    paired as (
        select coalesce(n.region_code, b.region_code) as region_code,
               coalesce(n.diagnosis_group_code, b.diagnosis_group_code) as diagnosis_group_code,
               n.unit_id as unit_id, n.weeks, n.inflow, n.norm_weeks, n.is_stopped, n.reference_on, n.flag_codes,
               case when n.weeks is not null then b.weeks end as before_weeks,
               case when n.weeks is not null and b.weeks is not null then (n.inflow + b.inflow) / 2.0 end as both_inflow,
               n.unit_id is null as is_gone
          from now_told n
          full join before_told b
            on b.unit_id = n.unit_id and b.region_code = n.region_code and b.diagnosis_group_code = n.diagnosis_group_code
    ),
    summed as (
        select p.region_code, p.diagnosis_group_code, grouping(p.region_code) as all_regions,
               array_agg(p.unit_id) as units, array_agg(p.weeks) as weeks, array_agg(p.inflow) as inflow, array_agg(p.norm_weeks) as norms,
               array_agg(p.is_stopped) filter (where not p.is_gone) as stopped,
               array_agg(p.reference_on) filter (where not p.is_gone) as dates,
               count(distinct p.unit_id) filter (where p.weeks is not null) as location_count,
               count(distinct p.unit_id) as told_count,
               count(distinct p.unit_id) filter (where p.is_stopped) as stopped_count,
               count(*) filter (where p.is_gone) as gone_count,
               case when min(p.norm_weeks) = max(p.norm_weeks) then min(p.norm_weeks) end as norm_weeks,
               string_agg(array_to_string(p.flag_codes, ','), ',') filter (where p.flag_codes <> '{}') as flags,
               count(distinct p.unit_id) filter (where p.flag_codes <> '{}') as flagged_count,
               array_agg(p.weeks) filter (where p.before_weeks is not null) as same_weeks,
               array_agg(p.before_weeks) filter (where p.before_weeks is not null) as same_before,
               array_agg(p.both_inflow) filter (where p.before_weeks is not null) as same_inflow,
               count(distinct p.unit_id) filter (where p.before_weeks is not null) as same_count
          from paired p
         group by grouping sets ((p.region_code, p.diagnosis_group_code), (p.region_code), (p.diagnosis_group_code), ())
    ),
    response as (
        select r.region_code, sum(r.obliged_count)::bigint as obliged_count, sum(r.delivered_count)::bigint as delivered_count,
               grouping(r.region_code) as all_regions
          from moment m
         cross join lateral functions.wait_response(m.known_at, m.period_from, wait_hot_spots.layer) r
         group by grouping sets ((r.region_code), ())
    )
    select m.period_from, m.before_from, wait_hot_spots.kind, wait_hot_spots.method, s.region_code, s.diagnosis_group_code,
           case wait_hot_spots.kind
               when 'intake' then metrics.intake_wait_mean(s.weeks, s.inflow)
               when 'treatment' then metrics.treatment_wait_mean(s.weeks, s.inflow)
               else metrics.total_wait_mean(s.weeks, s.inflow) end,
           metrics.wait_median(s.weeks), metrics.wait_p80(s.weeks), metrics.wait_p90(s.weeks), s.norm_weeks,
           metrics.share_over_norm(s.weeks, s.norms), s.location_count,
           metrics.small_provider_count(s.units, s.weeks, s.inflow), metrics.small_provider_median(s.weeks, s.inflow),
           s.told_count, s.stopped_count, metrics.share_in_stop(s.stopped), s.gone_count,
           r.obliged_count, r.delivered_count, metrics.response_rate(r.delivered_count, r.obliged_count),
           (select min(d.reference_on) from unnest(s.dates) as d (reference_on)),
           metrics.age_of_figures(functions.dutch_date(wait_hot_spots.as_of), s.dates),
           array(select distinct f.code from unnest(string_to_array(s.flags, ',')) as f (code) order by f.code), s.flagged_count,
           case when b.break_codes = '{}' or wait_hot_spots.over_breaks
                then functions.weighted_mean(s.same_weeks, s.same_inflow) - functions.weighted_mean(s.same_before, s.same_inflow) end,
           case when b.break_codes = '{}' or wait_hot_spots.over_breaks
                then metrics.wait_median(s.same_weeks) - metrics.wait_median(s.same_before) end,
           s.same_count, b.break_codes, m.version_code, m.version_number, m.correction_count
      from summed s
     cross join moment m
     cross join broken b
      left join response r on r.all_regions = s.all_regions and r.region_code is not distinct from s.region_code
      left join core.diagnosis_group g on g.diagnosis_group_code = s.diagnosis_group_code
     where s.told_count > 0 or s.gone_count > 0
     order by s.region_code nulls first, g.sort_order nulls first, s.diagnosis_group_code;
end;
