-- one row per month, region, diagnosis group and place: its wait of one kind and method, with the norm of its reference date
-- A place with several figures of the group counts once: the mean of its figures, weighted by inflow where it told any. inflow
-- is null where the place told none (a small provider); it weighs the intake by who came to intake, the others by who began
-- treatment. weeks is null without a number, as in a stop. Null leaves a filter open; concern asks for a contract in that year.
-- A place lies where it lay on placed_on, without that in the last month asked for.
-- after: wait_figures, region_of_place, wait_weeks, norm_weeks
create function functions.wait_units(
    known_at timestamptz, from_on date, to_on date, layer text, kind text, method text, segment text, setting text, circuit text, concern text,
    only_region text default null, only_group text default null, placed_on date default null
) returns table (
    period_from date, region_code text, diagnosis_group_code text, unit_id bigint, location_id bigint, source_location_id bigint,
    weeks numeric, inflow numeric, norm_weeks numeric, is_stopped boolean, reference_on date, flag_codes text[]
)
language sql stable
begin atomic
    with placed as materialized (
        select p.source_location_id, p.region_code from functions.region_of_place(wait_units.layer, coalesce(wait_units.placed_on, wait_units.to_on)) p
    ),
    told as materialized (
        select t.*, placed.region_code,
               functions.wait_weeks(wait_units.kind, t.intake_weeks, t.treatment_weeks) as weeks,
               case wait_units.kind when 'intake' then t.inflow_intake_count else t.inflow_treatment_count end as inflow
          from functions.wait_figures(wait_units.known_at, wait_units.from_on, wait_units.to_on) t
          join placed on placed.source_location_id = t.source_location_id
         where t.method_code = wait_units.method
           and (wait_units.only_region is null or placed.region_code = wait_units.only_region)
           and (wait_units.only_group is null or t.diagnosis_group_code = wait_units.only_group)
           and (wait_units.segment is null or t.segment_code = wait_units.segment)
           and (wait_units.setting is null or t.setting_code = wait_units.setting)
           and (wait_units.circuit is null or t.circuit_code = wait_units.circuit)
           and (wait_units.concern is null or exists (
                   select from core.location l
                     join core.contract c on c.provider_id = l.provider_id
                    where l.location_id = t.location_id and c.concern_code = wait_units.concern and c.value_code = 'yes'
                      and c.contract_year = extract(year from t.reference_on)))
    ),
    norms as (
        select d.segment_code, d.setting_code, d.reference_on, n.weeks
          from (select distinct segment_code, setting_code, reference_on from told) d
         cross join lateral functions.norm_weeks(wait_units.kind, d.segment_code, d.setting_code, 'regulier', d.reference_on) n
    )
    select t.period_from, t.region_code, t.diagnosis_group_code, t.unit_id, min(t.location_id), min(t.source_location_id),
           case when sum(t.inflow) filter (where t.weeks is not null) > 0
                then sum(t.weeks * t.inflow) / sum(t.inflow) filter (where t.weeks is not null)
                else avg(t.weeks) end,
           sum(t.inflow) filter (where t.weeks is not null),
           case when sum(t.inflow) filter (where t.weeks is not null and n.weeks is not null) > 0
                then sum(n.weeks * t.inflow) filter (where t.weeks is not null)
                     / sum(t.inflow) filter (where t.weeks is not null and n.weeks is not null)
                else avg(n.weeks) filter (where t.weeks is not null) end,
           bool_and(t.is_stopped), min(t.reference_on),
           coalesce(string_to_array(string_agg(t.flag_codes, ','), ','), '{}')
      from told t
      left join norms n on n.segment_code = t.segment_code and n.setting_code = t.setting_code and n.reference_on = t.reference_on
     group by t.period_from, t.region_code, t.diagnosis_group_code, t.unit_id;
end;
