-- one row per care pathway, diagnosis group (null where the pathway is not split by it) and urgency that nobody in the region takes now
-- kind_code: not_offered (nobody offers it here, though somebody in the country does), no_room (all are full or closed), unknown
-- (nobody is known to take it, and of unknown_count offers it is not known). A row with a criterion: here somebody takes this care,
-- but nobody says so for patients with that criterion (no obstacle, or by consultation). neighbours: the regions beside it that
-- do take it, nearest first, with their transfer point, [{region_code, name, free_count, expected_count, desk, phone, is_fictional}].
-- It reads the offers of the region and of those beside it; of the rest of the country only whether a care is offered at all.
-- audience: app_coordinator, app_operator
create function read.white_spots(as_of timestamptz, region text) returns table (
    care_pathway_code text, diagnosis_group_code text, urgency_code text, criterion_code text, criterion_name_nl text,
    criterion_name_en text, kind_code text, unknown_count bigint, neighbours jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    with beside as materialized (
        select n.region_code, n.distance_km, r.name, desk.name as desk, desk.phone, coalesce(desk.is_fictional, false) as is_fictional
          from functions.region_neighbours(white_spots.region) n
          join core.region r on r.region_code = n.region_code
          left join core.transfer_point desk on desk.region_code = n.region_code
           and desk.valid_from <= functions.dutch_date(white_spots.as_of)
           and (desk.valid_to is null or desk.valid_to > functions.dutch_date(white_spots.as_of))
    ),
    state as materialized (
        select s.region_code, s.offer_id, s.care_pathway_code, s.urgency_code, s.urgency_order,
               case when p.is_per_diagnosis_group then s.diagnosis_group_code end as diagnosis_group_code, p.sort_order,
               s.status_code, s.status_code in ('free', 'expected') as is_taking, s.free_count, s.expected_count
          from functions.offer_state_of_regions(
                   white_spots.as_of, array(select b.region_code from beside b) || white_spots.region) s
          join core.care_pathway p on p.care_pathway_code = s.care_pathway_code
    ),
    accepted as (
        select s.region_code, s.care_pathway_code, s.urgency_code, x.criterion_code, s.free_count, s.expected_count
          from state s
         cross join lateral (
             select answer.criterion_code
               from core.offer_exclusion answer
              where answer.offer_id = s.offer_id and answer.value_code in ('no_obstacle', 'by_consultation')
                and (answer.valid_from is null or answer.valid_from <= functions.dutch_date(white_spots.as_of))
                and (answer.valid_to is null or answer.valid_to > functions.dutch_date(white_spots.as_of))
             offset 0
         ) x
         where s.is_taking
    ),
    known as (
        select s.region_code, s.care_pathway_code, s.diagnosis_group_code, s.urgency_code, null::text as criterion_code,
               s.urgency_order, s.sort_order, count(*) as offer_count, count(*) filter (where s.is_taking) as taking_count,
               count(*) filter (where s.status_code = 'unknown') as unknown_count, coalesce(sum(s.free_count), 0) as free_count,
               coalesce(sum(s.expected_count), 0) as expected_count
          from state s
         group by 1, 2, 3, 4, 6, 7
        union all
        select null, c.care_pathway_code, c.diagnosis_group_code, c.urgency_code, null, c.urgency_order, c.sort_order, 0, 0, 0, 0, 0
          from functions.offered_care() c
        union all
        select here.region_code, here.care_pathway_code, null, here.urgency_code, c.criterion_code, here.urgency_order, here.sort_order,
               here.taking_count, 0, 0, 0, 0
          from (select s.region_code, s.care_pathway_code, s.urgency_code, s.urgency_order, s.sort_order, count(*) as taking_count
                  from state s
                 where s.region_code = white_spots.region and s.is_taking
                 group by 1, 2, 3, 4, 5) here
         cross join core.exclusion_criterion c
        union all
        select a.region_code, a.care_pathway_code, null, a.urgency_code, a.criterion_code, u.sort_order, p.sort_order, 0, count(*), 0,
               coalesce(sum(a.free_count), 0), coalesce(sum(a.expected_count), 0)
          from accepted a
          join core.urgency u on u.urgency_code = a.urgency_code
          join core.care_pathway p on p.care_pathway_code = a.care_pathway_code
         group by 1, 2, 4, 5, 6, 7
    ),
    spot as (
        select k.care_pathway_code, k.diagnosis_group_code, k.urgency_code, k.criterion_code, k.urgency_order, k.sort_order,
               coalesce(max(k.offer_count) filter (where k.region_code = white_spots.region), 0) as offer_count,
               coalesce(max(k.taking_count) filter (where k.region_code = white_spots.region), 0) as taking_count,
               coalesce(max(k.unknown_count) filter (where k.region_code = white_spots.region), 0) as unknown_count,
               coalesce(jsonb_agg(jsonb_build_object(
                       'region_code', b.region_code, 'name', b.name, 'free_count', k.free_count, 'expected_count', k.expected_count,
                       'desk', b.desk, 'phone', b.phone, 'is_fictional', b.is_fictional)
                       order by b.distance_km, b.region_code) filter (where k.taking_count > 0 and b.region_code is not null), '[]')
                   as neighbours
          from known k
          left join beside b on b.region_code = k.region_code
         group by 1, 2, 3, 4, 5, 6
    )
    select s.care_pathway_code, s.diagnosis_group_code, s.urgency_code, s.criterion_code, c.name_nl, c.name_en,
           case when s.criterion_code is not null then 'criterion'
                when s.offer_count = 0 then 'not_offered' when s.unknown_count > 0 then 'unknown' else 'no_room' end,
           s.unknown_count, s.neighbours
      from spot s
      left join core.diagnosis_group g on g.diagnosis_group_code = s.diagnosis_group_code
      left join core.exclusion_criterion c on c.criterion_code = s.criterion_code
     where s.taking_count = 0 and (s.criterion_code is null or s.offer_count > 0)
     order by s.criterion_code is not null, s.sort_order, g.sort_order, s.urgency_order, c.sort_order;
end;
