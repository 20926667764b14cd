-- one row per care pathway, diagnosis group (null where the pathway is not split by it) and urgency that somebody in a region offers
-- To offer is to take part, as in functions.offer_state. Each pathway, group and urgency that could be is looked up by itself, as far
-- as the first offer of it: how many offers there are does not count.
create function functions.offered_care() returns table (
    care_pathway_code text, diagnosis_group_code text, urgency_code text, urgency_order integer, sort_order integer
)
language sql stable parallel safe
begin atomic
    select p.care_pathway_code, case when p.is_per_diagnosis_group then g.diagnosis_group_code end, u.urgency_code, u.sort_order,
           p.sort_order
      from core.care_pathway p
     cross join core.diagnosis_group g
     cross join core.urgency u
     cross join lateral (
         select 1
           from core.offer o
           join core.location l on l.location_id = o.location_id and l.postcode4 is not null
          where o.care_pathway_code = p.care_pathway_code and o.diagnosis_group_code = g.diagnosis_group_code
            and (exists (select from core.capacity_current c where c.offer_id = o.offer_id and c.urgency_code = u.urgency_code)
                 or (u.urgency_code = 'regulier'
                     and not exists (select from core.capacity_current other where other.offer_id = o.offer_id)))
          limit 1
     ) first_found
     where p.has_places and u.has_places
     group by 1, 2, 3, 4, 5;
end;
