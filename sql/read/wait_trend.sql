-- one row per month of a period with figures of one region and diagnosis group (null: all of them): the wait and where its line breaks
-- break_codes are the breaks that lie between this month and the one before in the answer; segment_number grows with each, so
-- that a line drawn per segment crosses none. over_breaks asks for one segment; the breaks are told all the same. method_change
-- is a break of our own finding: since the month before, at least core.wait_setting's method_change_share of the places that
-- told in both measure in another way, so others are in this line than were. change_weeks is against that month, of the same
-- places only (as read.wait_hot_spots), and null across a break. Without from_month 24 months up to to_month; without that the
-- newest. version is one of to_month: all months are told as they were known when it was the newest word.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_trend(
    as_of timestamptz, layer text default 'zorgkantoorregio', region text default null, diagnosis_group text default null,
    from_month date default null, to_month date default null, kind text default 'total', method text default 'retrospective',
    segment text default null, setting text default 'ambulant', circuit text default null, concern text default null,
    over_breaks boolean default false, version integer default null
) returns table (
    period_from date, segment_number bigint, break_codes text[], mean_weeks numeric, median_weeks numeric, p80_weeks numeric,
    p90_weeks numeric, norm_weeks numeric, share_over_norm numeric, location_count bigint, small_location_count bigint,
    small_median_weeks numeric, told_location_count bigint, share_in_stop numeric, change_weeks numeric, change_location_count bigint,
    flag_codes text[], flagged_location_count bigint, is_final boolean, version_number bigint
)
language sql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
begin atomic
    select l.period_from,
           case when wait_trend.over_breaks then 1 else 1 + count(*) filter (where l.break_codes <> '{}') over (order by l.period_from) end,
           l.break_codes, l.mean_weeks, l.median_weeks, l.p80_weeks, l.p90_weeks, l.norm_weeks, l.share_over_norm, l.location_count,
           l.small_location_count, l.small_median_weeks, l.told_location_count, l.share_in_stop,
           case when l.break_codes = '{}' or wait_trend.over_breaks then l.change_weeks end, l.change_location_count, l.flag_codes,
           l.flagged_location_count,
           wait_trend.as_of >= functions.month_final_at(l.period_from)
           -- a version that was followed by another before the month was final stays provisional
           and not exists (select from core.wait_version v
                            where v.period_from = l.period_from and v.known_at > l.read_at and v.known_at <= wait_trend.as_of
                              and v.known_at < functions.month_final_at(l.period_from)),
           (select count(*) from core.wait_version v where v.period_from = l.period_from and v.known_at <= l.read_at)
      from functions.wait_lines(wait_trend.as_of, wait_trend.layer, wait_trend.region, wait_trend.diagnosis_group, wait_trend.from_month,
               wait_trend.to_month, wait_trend.kind, wait_trend.method, wait_trend.segment, wait_trend.setting, wait_trend.circuit,
               wait_trend.concern, wait_trend.version) l
     where l.region_code is not distinct from wait_trend.region
     order by l.period_from;
end;
