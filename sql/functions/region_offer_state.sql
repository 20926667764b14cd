-- one row per offer and urgency it takes part in, of one zorgkantoorregio (by the location's postcode) or of the whole country
-- The two ways are written apart, so that a region never reads the offers of the others; only one of them has rows.
-- after: offer_state, offer_state_of_regions
create function functions.region_offer_state(as_of timestamptz, region text) returns table (
    urgency_code text, urgency_order integer, offer_id bigint, location_id bigint, care_pathway_code text, diagnosis_group_code text,
    status_code text, free_count integer, expected_count integer, told_count integer, source_code text, unknown_code text
)
language sql stable parallel safe
begin atomic
    select s.urgency_code, s.urgency_order, s.offer_id, s.location_id, s.care_pathway_code, s.diagnosis_group_code,
           s.status_code, s.free_count, s.expected_count, s.told_count, s.source_code, s.unknown_code
      from functions.offer_state_of_regions(region_offer_state.as_of, array[region_offer_state.region]) s
    union all
    select u.urgency_code, u.sort_order, s.offer_id, s.location_id, s.care_pathway_code, s.diagnosis_group_code,
           s.status_code, s.free_count, s.expected_count, s.told_count, s.source_code, s.unknown_code
      from core.urgency u
     cross join lateral functions.offer_state(region_offer_state.as_of, u.urgency_code) s
     where region_offer_state.region is null and u.has_places;
end;
