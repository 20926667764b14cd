-- how many places told a figure of a month by a method and stand in no region, and so in no total: nobody told where they lie
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_unplaced(
    as_of timestamptz, layer text default 'zorgkantoorregio', month date default null, method text default 'retrospective'
) returns bigint
language sql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
begin atomic
    with moment as materialized (
        select m.period_from from functions.wait_month(wait_unplaced.as_of, wait_unplaced.month, null) m
    ),
    placed as materialized (
        select p.source_location_id from moment m cross join lateral functions.region_of_place(wait_unplaced.layer, m.period_from) p
    )
    select count(distinct coalesce(sl.location_id, -sl.source_location_id))
      from moment m
     cross join core.source_location sl
     where sl.source_location_id not in (select p.source_location_id from placed p)
       and exists (select from core.waiting_time t
                    where t.source_location_id = sl.source_location_id and t.method_code = wait_unplaced.method
                      and t.insurer_literal = ''
                      and t.reference_on >= m.period_from and t.reference_on < (m.period_from + interval '1 month')::date);
end;
