-- one row per provider that treats complex and light groups in a period: how much longer its complex groups wait, and its places
-- metrics.complex_to_light says how; the providers of the whole country tell what is usual and what is chance. A figure is the mean of
-- the period's months (in logarithm it is the place's own level that counts). Which groups are complex: core.group_complexity.
-- PL/pgSQL, for the metrics are made after the functions; it is planned anew for each question.
-- after: wait_units, wait_setting
create function functions.wait_ratios(
    known_at timestamptz, from_on date, to_on date, kind text, method text, segment text, setting text, circuit text
) returns table (
    provider_id bigint, place_ids bigint[], place_count bigint, plain_ratio double precision, ratio double precision,
    ratio_low double precision, ratio_high double precision, is_flagged boolean
)
language plpgsql stable set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
begin
    return query
    with figure as materialized (
        select l.provider_id, u.unit_id, min(u.source_location_id) as source_location_id, u.diagnosis_group_code,
               c.complexity_code = 'complex' as is_complex, avg(u.weeks) as weeks
          from functions.wait_units(wait_ratios.known_at, wait_ratios.from_on, wait_ratios.to_on, 'zorgkantoorregio', wait_ratios.kind,
                   wait_ratios.method, wait_ratios.segment, wait_ratios.setting, wait_ratios.circuit, null) u
          join core.location l on l.location_id = u.location_id
          join core.group_complexity c on c.diagnosis_group_code = u.diagnosis_group_code
         where u.weeks is not null
           and c.valid_from <= wait_ratios.to_on and (c.valid_to is null or c.valid_to > wait_ratios.to_on)
         group by l.provider_id, u.unit_id, u.diagnosis_group_code, c.complexity_code
    ),
    listed as (
        select array_agg(f.provider_id::text) as providers, array_agg(f.unit_id) as places, array_agg(f.diagnosis_group_code) as groups,
               array_agg(f.is_complex) as complex, array_agg(f.weeks) as weeks
          from figure f
    )
    select at.provider_id, at.place_ids, j.place_count, j.plain_ratio, j.ratio, j.ratio_low, j.ratio_high, j.is_flagged
      from listed i
     cross join lateral metrics.complex_to_light(
                    i.providers, i.places, i.groups, i.complex, i.weeks,
                    functions.wait_setting('chance_z', wait_ratios.to_on)::double precision,
                    functions.wait_setting('chance_min_locations', wait_ratios.to_on)::integer) j
      join (select f.provider_id, array_agg(distinct f.source_location_id) as place_ids from figure f group by f.provider_id) at
        on at.provider_id = j.provider::bigint;
end;
$$;
