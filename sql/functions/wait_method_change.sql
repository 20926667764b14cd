-- one row per month, region and diagnosis group, and per total over either or both (null): the share of places that measure in another way than the calendar month before
-- Of the places that told in both months and used the method in either; whatever the method, provider and kind of wait.
-- after: wait_figures, region_of_place
create function functions.wait_method_change(
    known_at timestamptz, from_on date, to_on date, layer text, method text, segment text, setting text, circuit text,
    only_region text default null, only_group text default null
) returns table (period_from date, region_code text, diagnosis_group_code text, share numeric)
language sql stable
begin atomic
    with placed as materialized (
        select p.source_location_id, p.region_code from functions.region_of_place(wait_method_change.layer, wait_method_change.to_on) p
         where wait_method_change.only_region is null or p.region_code = wait_method_change.only_region
    ),
    used as materialized (
        select t.period_from, p.region_code, t.unit_id, grouping(t.diagnosis_group_code) as all_groups, t.diagnosis_group_code,
               array_agg(distinct t.method_code order by t.method_code) as methods
          from functions.wait_figures(wait_method_change.known_at, (wait_method_change.from_on - interval '1 month')::date,
                   wait_method_change.to_on) t
          join placed p on p.source_location_id = t.source_location_id
         where (wait_method_change.only_group is null or t.diagnosis_group_code = wait_method_change.only_group)
           and (wait_method_change.segment is null or t.segment_code = wait_method_change.segment)
           and (wait_method_change.setting is null or t.setting_code = wait_method_change.setting)
           and (wait_method_change.circuit is null or t.circuit_code = wait_method_change.circuit)
         group by t.period_from, p.region_code, t.unit_id, grouping sets ((t.diagnosis_group_code), ())
    )
    select n.period_from, n.region_code, n.diagnosis_group_code, avg((n.methods <> b.methods)::integer)
      from used n
      join used b on b.period_from = (n.period_from - interval '1 month')::date and b.unit_id = n.unit_id and b.region_code = n.region_code
                 and b.all_groups = n.all_groups and b.diagnosis_group_code is not distinct from n.diagnosis_group_code
     where n.period_from >= date_trunc('month', wait_method_change.from_on)::date
       and wait_method_change.method = any (n.methods || b.methods)
     group by n.period_from, n.all_groups, n.diagnosis_group_code, grouping sets ((n.region_code), ());
end;
