-- one row per place of a region and diagnosis group in a month: its wait, shortest first, those in stop and without a number last
-- Published weeks and no counts of people: inflow is told or not told. place_number counts those with a wait, so that place_number over location_count is the share that waits at most so long.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_distribution(
    as_of timestamptz, layer text default 'zorgkantoorregio', region text default null, diagnosis_group text default null,
    month date default null, kind text default 'total', method text default 'retrospective', segment text default null,
    setting text default 'ambulant', circuit text default null, concern text default null, version integer default null
) returns table (
    period_from date, region_code text, diagnosis_group_code text, location_id bigint, provider_name text, location_name text,
    place_name text, weeks numeric, norm_weeks numeric, is_over_norm boolean, is_stopped boolean, has_inflow boolean, reference_on date,
    flag_codes text[], place_number bigint, location_count bigint, version_code text, version_number integer, correction_count integer
)
language sql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
begin atomic
    select m.period_from, u.region_code, u.diagnosis_group_code, u.location_id, coalesce(p.name, sl.provider_name),
           coalesce(l.name, sl.location_name), coalesce(l.place_name, nullif(sl.place_name, ''), place.place_name), u.weeks, u.norm_weeks,
           u.weeks > u.norm_weeks, u.is_stopped, u.inflow is not null, u.reference_on, u.flag_codes,
           case when u.weeks is not null then row_number() over (order by u.weeks nulls last, u.unit_id, u.diagnosis_group_code) end,
           count(u.weeks) over (), m.version_code, m.version_number, m.correction_count
      from functions.wait_month(wait_distribution.as_of, wait_distribution.month, wait_distribution.version) m
     cross join lateral functions.wait_units(m.known_at, m.period_from, m.period_from, wait_distribution.layer, wait_distribution.kind,
                    wait_distribution.method, wait_distribution.segment, wait_distribution.setting, wait_distribution.circuit,
                    wait_distribution.concern, wait_distribution.region, wait_distribution.diagnosis_group) u
      join core.source_location sl on sl.source_location_id = u.source_location_id
      left join core.location l on l.location_id = u.location_id
      left join core.provider p on p.provider_id = l.provider_id
      left join core.postcode place on place.postcode4 = coalesce(l.postcode4, sl.postcode4)
     order by u.weeks nulls last, u.is_stopped, u.unit_id, u.diagnosis_group_code;
end;
