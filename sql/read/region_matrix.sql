-- one row per care pathway, diagnosis group (null where the pathway is not split by it) and urgency that has an offer in the region
-- Counts of offers by status, and of places that hold at as_of. free_count_yesterday and free_count_last_week are the same
-- sum from the history at the same clock time a day and a week earlier, as functions.free_then tells it.
-- audience: app_gp, app_coordinator, app_operator
create function read.region_matrix(as_of timestamptz, region text default null) returns table (
    care_pathway_code text, care_pathway_name text, diagnosis_group_code text, diagnosis_group_name text, unit_code text,
    urgency_code text, offer_count bigint, free_offer_count bigint, expected_offer_count bigint, full_offer_count bigint,
    unknown_offer_count bigint, stop_offer_count bigint, free_count bigint, expected_count bigint, free_count_yesterday bigint,
    free_count_last_week bigint, sort_order integer
)
language sql stable security definer set search_path = ''
begin atomic
    with moment as materialized (
        select (here.clock - interval '1 day') at time zone 'Europe/Amsterdam' as yesterday,
               (here.clock - interval '7 days') at time zone 'Europe/Amsterdam' as last_week
          from (select region_matrix.as_of at time zone 'Europe/Amsterdam' as clock) here
    ),
    state as materialized (
        select s.* from functions.region_offer_state(region_matrix.as_of, region_matrix.region) s
    ),
    grouped as (
        select s.care_pathway_code,
               case when p.is_per_diagnosis_group then s.diagnosis_group_code end as diagnosis_group_code,
               s.urgency_code, s.urgency_order,
               count(*) as offer_count,
               count(*) filter (where s.status_code = 'free') as free_offer_count,
               count(*) filter (where s.status_code = 'expected') as expected_offer_count,
               count(*) filter (where s.status_code = 'full') as full_offer_count,
               count(*) filter (where s.status_code = 'unknown') as unknown_offer_count,
               count(*) filter (where s.status_code = 'stop') as stop_offer_count,
               coalesce(sum(s.free_count), 0) as free_count,
               coalesce(sum(s.expected_count), 0) as expected_count,
               coalesce(sum(yesterday.free_count), 0) as free_count_yesterday,
               coalesce(sum(last_week.free_count), 0) as free_count_last_week
          from state s
         cross join moment m
          left join lateral functions.free_then(
              m.yesterday, s.location_id, s.offer_id, s.diagnosis_group_code, s.urgency_code) yesterday on true
          left join lateral functions.free_then(
              m.last_week, s.location_id, s.offer_id, s.diagnosis_group_code, s.urgency_code) last_week on true
          join core.care_pathway p on p.care_pathway_code = s.care_pathway_code
         group by 1, 2, 3, 4
    )
    select n.care_pathway_code, p.name_nl, n.diagnosis_group_code, g.short_name_nl, p.unit_code, n.urgency_code,
           n.offer_count, n.free_offer_count, n.expected_offer_count, n.full_offer_count, n.unknown_offer_count, n.stop_offer_count,
           n.free_count, n.expected_count, n.free_count_yesterday, n.free_count_last_week, p.sort_order
      from grouped n
      join core.care_pathway p on p.care_pathway_code = n.care_pathway_code
      left join core.diagnosis_group g on g.diagnosis_group_code = n.diagnosis_group_code
     order by p.sort_order, g.sort_order, n.diagnosis_group_code, n.urgency_order;
end;
