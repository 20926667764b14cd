-- one row per provider and region of a period with a location that treats complex and light groups: how much longer its complex groups wait
-- metrics.complex_to_light says how; the providers of the whole country tell what is usual and what is chance. A figure is the
-- mean of the period's months (in logarithm it is the place's own level that counts). Which groups are complex: core.group_complexity.
-- With a region, the providers with a place there; their ratio is of all their places.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_selection(
    as_of timestamptz, layer text default 'zorgkantoorregio', region text default null, from_month date default null,
    to_month date default null, kind text default 'intake', method text default 'retrospective', segment text default null,
    setting text default 'ambulant', circuit text default null
) returns table (
    period_from date, period_to date, region_code text, provider_id bigint, provider_name text, place_count bigint,
    plain_ratio double precision, ratio double precision, ratio_low double precision, ratio_high double precision, is_flagged boolean,
    is_chance_known boolean
)
language sql stable security definer set search_path = '' set jit = off
begin atomic
    with span as materialized (
        select coalesce(date_trunc('month', wait_selection.from_month)::date, (newest.to_on - interval '5 months')::date) as from_on, newest.to_on
          from (select coalesce(date_trunc('month', wait_selection.to_month)::date,
                                (select max(v.period_from) from core.wait_version v where v.known_at <= wait_selection.as_of)) as to_on) newest
    ),
    figure as materialized (
        select l.provider_id, u.unit_id, u.region_code, u.diagnosis_group_code, c.complexity_code = 'complex' as is_complex, avg(u.weeks) as weeks
          from span s
         cross join lateral functions.wait_units(wait_selection.as_of, s.from_on, s.to_on, wait_selection.layer, wait_selection.kind,
                        wait_selection.method, wait_selection.segment, wait_selection.setting, wait_selection.circuit, null) u
          join core.location l on l.location_id = u.location_id
          join core.group_complexity c on c.diagnosis_group_code = u.diagnosis_group_code
         where u.weeks is not null
           and c.valid_from <= s.to_on and (c.valid_to is null or c.valid_to > s.to_on)
         group by 1, 2, 3, 4, 5
    ),
    listed as (
        select array_agg(f.provider_id::text) as providers, array_agg(f.unit_id) as places, array_agg(f.diagnosis_group_code) as groups,
               array_agg(f.is_complex) as complex, array_agg(f.weeks) as weeks
          from figure f
    ),
    judged as materialized (
        select r.*
          from listed i
         cross join span s
         cross join lateral metrics.complex_to_light(
                        i.providers, i.places, i.groups, i.complex, i.weeks,
                        functions.wait_setting('chance_z', s.to_on)::double precision,
                        functions.wait_setting('chance_min_locations', s.to_on)::integer) r
    )
    select s.from_on, (s.to_on + interval '1 month')::date, at.region_code, p.provider_id, p.name, j.place_count, j.plain_ratio, j.ratio,
           j.ratio_low, j.ratio_high, coalesce(j.is_flagged, false), j.is_flagged is not null
      from judged j
     cross join span s
      join core.provider p on p.provider_id = j.provider::bigint
      join (select distinct f.provider_id, f.region_code from figure f) at on at.provider_id = p.provider_id
     where wait_selection.region is null or at.region_code = wait_selection.region
     order by j.ratio_low desc nulls last, p.provider_id, at.region_code;
end;
