-- one row per offer and urgency it takes part in, of these zorgkantoorregios (by the location's postcode)
-- It looks up the offers of these regions one by one, so that it never reads those of the others.
-- after: offer_state
create function functions.offer_state_of_regions(as_of timestamptz, regions text[]) returns table (
    region_code text, urgency_code text, urgency_order integer, offer_id bigint, location_id bigint, care_pathway_code text,
    diagnosis_group_code text, status_code text, free_count integer, expected_count integer, told_count integer, source_code text,
    unknown_code text
)
language sql stable parallel safe
begin atomic
    select place.zorgkantoorregio_code, u.urgency_code, u.sort_order, s.offer_id, s.location_id, s.care_pathway_code,
           s.diagnosis_group_code, s.status_code, s.free_count, s.expected_count, s.told_count, s.source_code, s.unknown_code
      from core.postcode place
      join core.location l on l.postcode4 = place.postcode4
      join core.offer o on o.location_id = l.location_id
     cross join core.urgency u
     cross join lateral (
         select state.*
           from functions.offer_state(offer_state_of_regions.as_of, u.urgency_code) state
          where state.offer_id = o.offer_id
         offset 0
     ) s
     where place.zorgkantoorregio_code = any (offer_state_of_regions.regions) and u.has_places;
end;
