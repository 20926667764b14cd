-- one row per region and month of two years with a mean of one diagnosis group (null: all of them): the line of each region
-- As read.wait_trend tells each of them. A region without a mean in a month has no row; segment_number grows with each break.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_region_trends(
    as_of timestamptz, layer text default 'zorgkantoorregio', diagnosis_group text default null, to_month date default null,
    kind text default 'total', method text default 'retrospective', segment text default null, setting text default 'ambulant',
    circuit text default null, concern text default null, over_breaks boolean default false, version integer default null
) returns table (
    region_code text, period_from date, segment_number bigint, break_codes text[], mean_weeks numeric, norm_weeks numeric,
    location_count bigint
)
language sql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
begin atomic
    select l.region_code, l.period_from,
           case when wait_region_trends.over_breaks then 1
                else 1 + count(*) filter (where l.break_codes <> '{}') over (partition by l.region_code order by l.period_from) end,
           l.break_codes, l.mean_weeks, l.norm_weeks, l.location_count
      from functions.wait_lines(wait_region_trends.as_of, wait_region_trends.layer, null, wait_region_trends.diagnosis_group, null,
               wait_region_trends.to_month, wait_region_trends.kind, wait_region_trends.method, wait_region_trends.segment,
               wait_region_trends.setting, wait_region_trends.circuit, wait_region_trends.concern, wait_region_trends.version) l
     where l.region_code is not null and l.mean_weeks is not null
     order by l.region_code, l.period_from;
end;
