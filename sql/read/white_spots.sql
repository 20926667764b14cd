-- one row per care pathway, diagnosis group (null where the pathway is not split by it) and urgency that nobody in the region takes now
-- kind_code: not_offered (nobody offers it here, though somebody in the country does), no_room (all are full or closed), unknown
-- (nobody is known to take it, and of unknown_count offers it is not known). A row with a criterion: here somebody takes this care,
-- but nobody says so for patients with that criterion (no obstacle, or by consultation). neighbours: the regions beside it that
-- do take it, nearest first, with their transfer point, [{region_code, name, free_count, expected_count, desk, phone, is_fictional}].
-- audience: app_coordinator, app_operator
create function read.white_spots(as_of timestamptz, region text) returns table (
    care_pathway_code text, diagnosis_group_code text, urgency_code text, criterion_code text, criterion_name_nl text,
    criterion_name_en text, kind_code text, unknown_count bigint, neighbours jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    with near as materialized (
        select n.region_code, n.distance_km from functions.region_neighbours(white_spots.region) n
    ),
    state as materialized (
        select place.zorgkantoorregio_code as region_code, s.offer_id, s.care_pathway_code, s.urgency_code, s.urgency_order,
               case when p.is_per_diagnosis_group then s.diagnosis_group_code end as diagnosis_group_code, p.sort_order,
               s.status_code, s.status_code in ('free', 'expected') as is_taking, s.free_count, s.expected_count
          from functions.region_offer_state(white_spots.as_of, null) s
          join core.care_pathway p on p.care_pathway_code = s.care_pathway_code
          join core.location l on l.location_id = s.location_id
          join core.postcode place on place.postcode4 = l.postcode4
    ),
    taken as (
        select s.offer_id, x.criterion_code
          from state s
          join core.offer_exclusion x on x.offer_id = s.offer_id and x.value_code in ('no_obstacle', 'by_consultation')
           and (x.valid_from is null or x.valid_from <= functions.dutch_date(white_spots.as_of))
           and (x.valid_to is null or x.valid_to > functions.dutch_date(white_spots.as_of))
         where s.is_taking
         group by 1, 2
    ),
    counted as (
        select s.region_code, s.care_pathway_code, s.diagnosis_group_code, s.urgency_code, null::text as criterion_code,
               s.urgency_order, s.sort_order, count(*) as offer_count, count(*) filter (where s.is_taking) as taking_count,
               count(*) filter (where s.status_code = 'unknown') as unknown_count, coalesce(sum(s.free_count), 0) as free_count,
               coalesce(sum(s.expected_count), 0) as expected_count
          from state s
         group by 1, 2, 3, 4, 6, 7
        union all
        select s.region_code, s.care_pathway_code, null, s.urgency_code, c.criterion_code, s.urgency_order, s.sort_order,
               count(*) filter (where s.is_taking), count(t.offer_id), 0, coalesce(sum(s.free_count) filter (where t.offer_id is not null), 0),
               coalesce(sum(s.expected_count) filter (where t.offer_id is not null), 0)
          from state s
         cross join core.exclusion_criterion c
          left join taken t on t.offer_id = s.offer_id and t.criterion_code = c.criterion_code and s.is_taking
         group by 1, 2, 4, 5, 6, 7
    ),
    known as materialized (select * from counted),
    spot as (
        select k.care_pathway_code, k.diagnosis_group_code, k.urgency_code, k.criterion_code, k.urgency_order, k.sort_order,
               coalesce(max(k.offer_count) filter (where k.region_code = white_spots.region), 0) as offer_count,
               coalesce(max(k.taking_count) filter (where k.region_code = white_spots.region), 0) as taking_count,
               coalesce(max(k.unknown_count) filter (where k.region_code = white_spots.region), 0) as unknown_count
          from known k
         group by 1, 2, 3, 4, 5, 6
    )
    select s.care_pathway_code, s.diagnosis_group_code, s.urgency_code, s.criterion_code, c.name_nl, c.name_en,
           case when s.criterion_code is not null then 'criterion'
                when s.offer_count = 0 then 'not_offered' when s.unknown_count > 0 then 'unknown' else 'no_room' end,
           s.unknown_count,
           (select coalesce(jsonb_agg(jsonb_build_object(
                       'region_code', r.region_code, 'name', r.name, 'free_count', k.free_count, 'expected_count', k.expected_count,
                       'desk', desk.name, 'phone', desk.phone, 'is_fictional', coalesce(desk.is_fictional, false))
                       order by near.distance_km, r.region_code), '[]')
              from near
              join known k on k.region_code = near.region_code and k.taking_count > 0 and k.care_pathway_code = s.care_pathway_code
               and k.diagnosis_group_code is not distinct from s.diagnosis_group_code and k.urgency_code = s.urgency_code
               and k.criterion_code is not distinct from s.criterion_code
              join core.region r on r.region_code = near.region_code
              left join core.transfer_point desk on desk.region_code = near.region_code
               and desk.valid_from <= functions.dutch_date(white_spots.as_of)
               and (desk.valid_to is null or desk.valid_to > functions.dutch_date(white_spots.as_of)))
      from spot s
      left join core.diagnosis_group g on g.diagnosis_group_code = s.diagnosis_group_code
      left join core.exclusion_criterion c on c.criterion_code = s.criterion_code
     where s.taking_count = 0 and (s.criterion_code is null or s.offer_count > 0)
     order by s.criterion_code is not null, s.sort_order, g.sort_order, s.urgency_order, c.sort_order;
end;
