-- one row per month, region and diagnosis group with a figure, and per total over either or both (null): what its waits come to
-- Told of the months from from_on to to_on, places by the region in which they lie in the last. Changes are against the calendar
-- month before, or against compare_on (then from_on is to_on): of the places with a wait in both and no other, each as heavy as
-- the mean of its inflow in the two. A place that told the earlier month and not this one is gone. middle_days are the
-- middle two of the days of the figures, of which their median age follows. As a line only the rows of only_group are given, of all
-- groups together where it is null. PL/pgSQL, for the metrics are made after the functions; it is planned anew for each question.
-- after: wait_units
create function functions.wait_cells(
    known_at timestamptz, from_on date, to_on date, compare_on date, layer text, kind text, method text, segment text, setting text,
    circuit text, concern text, only_region text default null, only_group text default null, as_line boolean default false
) returns table (
    period_from date, region_code text, diagnosis_group_code text, mean_weeks numeric, median_weeks numeric, p80_weeks numeric,
    p90_weeks numeric, norm_weeks numeric, share_over_norm numeric, location_count bigint, small_location_count bigint,
    small_median_weeks numeric, told_location_count bigint, stopped_location_count bigint, share_in_stop numeric,
    gone_location_count bigint, oldest_reference_on date, middle_days date[], flag_codes text[], flagged_location_count bigint, change_weeks numeric,
    change_median_weeks numeric, change_location_count bigint
)
language plpgsql stable set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
begin
    return query
    with told as materialized (
        select u.*
          from functions.wait_units(wait_cells.known_at,
                   case when wait_cells.compare_on is null then (wait_cells.from_on - interval '1 month')::date else wait_cells.from_on end,
                   wait_cells.to_on, wait_cells.layer, wait_cells.kind, wait_cells.method, wait_cells.segment, wait_cells.setting,
                   wait_cells.circuit, wait_cells.concern, wait_cells.only_region, wait_cells.only_group) u
        union all
        select u.*
          from functions.wait_units(wait_cells.known_at, wait_cells.compare_on, wait_cells.compare_on, wait_cells.layer, wait_cells.kind,
                   wait_cells.method, wait_cells.segment, wait_cells.setting, wait_cells.circuit, wait_cells.concern,
                   wait_cells.only_region, wait_cells.only_group, wait_cells.to_on) u
         where wait_cells.compare_on <> wait_cells.to_on
    ),
    paired as (
        select coalesce(n.period_from, b.for_month) as period_from, coalesce(n.region_code, b.region_code) as region_code,
               coalesce(n.diagnosis_group_code, b.diagnosis_group_code) as diagnosis_group_code,
               n.unit_id, n.weeks, n.inflow, n.norm_weeks, n.is_stopped, n.reference_on, n.flag_codes,
               case when n.weeks is not null then b.weeks end as before_weeks,
               case when n.weeks is not null and b.weeks is not null then (n.inflow + b.inflow) / 2.0 end as both_inflow,
               n.unit_id is null as is_gone
          from (select t.* from told t where t.period_from between wait_cells.from_on and wait_cells.to_on) n
          full join (select t.*, case when wait_cells.compare_on is null then (t.period_from + interval '1 month')::date
                                      else wait_cells.to_on end as for_month
                       from told t
                      where case when wait_cells.compare_on is null then t.period_from < wait_cells.to_on
                                 else t.period_from = wait_cells.compare_on end) b
            on b.for_month = n.period_from and b.unit_id = n.unit_id and b.region_code = n.region_code
           and b.diagnosis_group_code = n.diagnosis_group_code
    ),
    summed as (
        select p.period_from, p.region_code, p.diagnosis_group_code,
               array_agg(p.unit_id) as units, array_agg(p.weeks) as weeks, array_agg(p.inflow) as inflow, array_agg(p.norm_weeks) as norms,
               array_agg(p.is_stopped) filter (where not p.is_gone) as stopped,
               min(p.reference_on) filter (where not p.is_gone) as oldest_on,
               array[percentile_disc(0.5) within group (order by p.reference_on) filter (where not p.is_gone),
                     percentile_disc(0.5) within group (order by p.reference_on desc) filter (where not p.is_gone)] as middle_days,
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
         group by p.period_from,
                  grouping sets ((p.region_code, p.diagnosis_group_code), (p.region_code), (p.diagnosis_group_code), ())
        having not wait_cells.as_line or grouping(p.diagnosis_group_code) = (wait_cells.only_group is null)::integer
    )
    select s.period_from, s.region_code, s.diagnosis_group_code,
           case wait_cells.kind
               when 'intake' then metrics.intake_wait_mean(s.weeks, s.inflow)
               when 'treatment' then metrics.treatment_wait_mean(s.weeks, s.inflow)
               else metrics.total_wait_mean(s.weeks, s.inflow) end,
           metrics.wait_median(s.weeks), metrics.wait_p80(s.weeks), metrics.wait_p90(s.weeks), s.norm_weeks,
           metrics.share_over_norm(s.weeks, s.norms), s.location_count,
           metrics.small_provider_count(s.units, s.weeks, s.inflow), metrics.small_provider_median(s.weeks, s.inflow),
           s.told_count, s.stopped_count, metrics.share_in_stop(s.stopped), s.gone_count, s.oldest_on, array_remove(s.middle_days, null),
           array(select distinct f.code from unnest(string_to_array(s.flags, ',')) as f (code) order by f.code), s.flagged_count,
           functions.weighted_mean(s.same_weeks, s.same_inflow) - functions.weighted_mean(s.same_before, s.same_inflow),
           metrics.wait_median(s.same_weeks) - metrics.wait_median(s.same_before), s.same_count
      from summed s
     where s.told_count > 0 or s.gone_count > 0;
end;
$$;
