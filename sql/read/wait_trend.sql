-- one row per month of a period with figures of one region and diagnosis group (null: all of them): the wait and where its line breaks
-- break_codes are the breaks that lie between this month and the one before in the answer; segment_number grows with each, so
-- that a line drawn per segment crosses none. over_breaks asks for one segment; the breaks are told all the same. method_change
-- is a break of our own finding: since the month before, at least core.wait_setting's method_change_share of the places that
-- told in both measure in another way, so others are in this line than were. change_weeks is against that month, of the same
-- places only (as read.wait_hot_spots), and null across a break. Without from_month 24 months up to to_month; without that the newest.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_trend(
    as_of timestamptz, layer text default 'zorgkantoorregio', region text default null, diagnosis_group text default null,
    from_month date default null, to_month date default null, kind text default 'total', method text default 'retrospective',
    segment text default null, setting text default 'ambulant', circuit text default null, concern text default null,
    over_breaks boolean default false
) returns table (
    period_from date, segment_number bigint, break_codes text[], mean_weeks numeric, median_weeks numeric, p80_weeks numeric,
    p90_weeks numeric, norm_weeks numeric, share_over_norm numeric, location_count bigint, small_location_count bigint,
    small_median_weeks numeric, told_location_count bigint, share_in_stop numeric, change_weeks numeric, change_location_count bigint,
    flag_codes text[], flagged_location_count bigint, is_final boolean, version_number bigint
)
language sql stable security definer set search_path = '' set jit = off
begin atomic
    with span as materialized (
        select coalesce(date_trunc('month', wait_trend.from_month)::date, (newest.to_on - interval '23 months')::date) as from_on, newest.to_on
          from (select coalesce(date_trunc('month', wait_trend.to_month)::date,
                                (select max(v.period_from) from core.wait_version v where v.known_at <= wait_trend.as_of)) as to_on) newest
    ),
    told as materialized (
        select u.* from span s
         cross join lateral functions.wait_units(wait_trend.as_of, s.from_on, s.to_on, wait_trend.layer, wait_trend.kind, wait_trend.method,
                        wait_trend.segment, wait_trend.setting, wait_trend.circuit, wait_trend.concern, wait_trend.region,
                        wait_trend.diagnosis_group) u
    ),
    beside as (
        select t.*,
               case when lag(t.period_from) over same = (t.period_from - interval '1 month')::date and t.weeks is not null
                    then lag(t.weeks) over same end as before_weeks,
               lag(t.inflow) over same as before_inflow
          from told t
        window same as (partition by t.unit_id, t.diagnosis_group_code, t.region_code order by t.period_from)
    ),
    monthly as (
        select b.period_from, lag(b.period_from) over (order by b.period_from) as before_from,
               array_agg(b.unit_id) as units, array_agg(b.weeks) as weeks, array_agg(b.inflow) as inflow, array_agg(b.norm_weeks) as norms,
               array_agg(b.is_stopped) as stopped,
               case when min(b.norm_weeks) = max(b.norm_weeks) then min(b.norm_weeks) end as norm_weeks,
               count(distinct b.unit_id) filter (where b.weeks is not null) as location_count, count(distinct b.unit_id) as told_count,
               string_agg(array_to_string(b.flag_codes, ','), ',') filter (where b.flag_codes <> '{}') as flags,
               count(distinct b.unit_id) filter (where b.flag_codes <> '{}') as flagged_count,
               functions.weighted_mean(array_agg(b.weeks) filter (where b.before_weeks is not null),
                                       array_agg((b.inflow + b.before_inflow) / 2.0) filter (where b.before_weeks is not null))
               - functions.weighted_mean(array_agg(b.before_weeks) filter (where b.before_weeks is not null),
                                         array_agg((b.inflow + b.before_inflow) / 2.0) filter (where b.before_weeks is not null))
                   as change_weeks,
               count(distinct b.unit_id) filter (where b.before_weeks is not null) as same_count
          from beside b
         group by b.period_from
    ),
    -- by which methods each place told each month, whatever the method asked for, and in the month before it that the line has
    placed as materialized (
        select p.source_location_id, p.region_code from span s cross join lateral functions.region_of_place(wait_trend.layer, s.to_on) p
         where wait_trend.region is null or p.region_code = wait_trend.region
    ),
    said as materialized (
        select t.period_from, t.unit_id, t.source_location_id, t.method_code
          from span s
         cross join lateral functions.wait_told(wait_trend.as_of, s.from_on, s.to_on) t
         where (wait_trend.diagnosis_group is null or t.diagnosis_group_code = wait_trend.diagnosis_group)
           and (wait_trend.segment is null or t.segment_code = wait_trend.segment)
           and (wait_trend.setting is null or t.setting_code = wait_trend.setting)
           and (wait_trend.circuit is null or t.circuit_code = wait_trend.circuit)
    ),
    method_used as (
        select t.period_from, t.unit_id, array_agg(distinct t.method_code order by t.method_code) as methods
          from said t
          join placed p on p.source_location_id = t.source_location_id
         where t.period_from in (select m.period_from from monthly m)
         group by 1, 2
    ),
    method_before as (
        select u.*, lag(u.period_from) over same as before_from, lag(u.methods) over same as before_methods
          from method_used u
        window same as (partition by u.unit_id order by u.period_from)
    ),
    changed_method as (
        select m.period_from
          from monthly m
          join method_before n on n.period_from = m.period_from and n.before_from = m.before_from
         where wait_trend.method = any (n.methods || n.before_methods)
         group by m.period_from
        having avg((n.methods <> n.before_methods)::integer) >= functions.wait_setting('method_change_share', m.period_from)
    ),
    broken as (
        select m.*,
               array(select b.break_code from functions.wait_breaks(m.before_from, m.period_from, wait_trend.method) b order by b.break_on)
               || array(select 'method_change' from changed_method c where c.period_from = m.period_from) as break_codes
          from monthly m
    )
    select b.period_from,
           case when wait_trend.over_breaks then 1 else 1 + count(*) filter (where b.break_codes <> '{}') over (order by b.period_from) end,
           b.break_codes,
           case wait_trend.kind
               when 'intake' then metrics.intake_wait_mean(b.weeks, b.inflow)
               when 'treatment' then metrics.treatment_wait_mean(b.weeks, b.inflow)
               else metrics.total_wait_mean(b.weeks, b.inflow) end,
           metrics.wait_median(b.weeks), metrics.wait_p80(b.weeks), metrics.wait_p90(b.weeks), b.norm_weeks,
           metrics.share_over_norm(b.weeks, b.norms), b.location_count,
           metrics.small_provider_count(b.units, b.weeks, b.inflow), metrics.small_provider_median(b.weeks, b.inflow),
           b.told_count, metrics.share_in_stop(b.stopped),
           case when b.break_codes = '{}' or wait_trend.over_breaks then b.change_weeks end, b.same_count,
           array(select distinct f.code from unnest(string_to_array(b.flags, ',')) as f (code) order by f.code), b.flagged_count,
           wait_trend.as_of >= functions.month_final_at(b.period_from),
           (select count(*) from core.wait_version v where v.period_from = b.period_from and v.known_at <= wait_trend.as_of)
      from broken b
     order by b.period_from;
end;
