-- one row per offer of a location and urgency it takes part in: places, and what the provider says of the offer
-- The columns bear the names they have in read.free_places. Exclusions are those in force, with ground and last day but one
-- (valid_to is exclusive); a criterion that is not among them is unknown. No totals and no reserved places.
-- audience: app_gp, app_coordinator, app_operator
create function read.location_offers(as_of timestamptz, location bigint) returns table (
    offer_id bigint, care_pathway_code text, care_pathway_name text, unit_code text, diagnosis_group_code text, segment_code text,
    age_from smallint, age_to smallint, urgency_code text, status_code text, unknown_code text, free_count integer,
    expected_count integer, expected_by date, first_on date, counted_at timestamptz, expires_at timestamptz,
    entry_route_codes text[], responsible_code text, waiting_phone text, languages text[], is_remote boolean,
    referral_product_name text, exclusions jsonb, delivery_id bigint, line bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select o.offer_id, o.care_pathway_code, p.name_nl, p.unit_code, o.diagnosis_group_code, o.segment_code, o.age_from, o.age_to,
           u.urgency_code, s.status_code, s.unknown_code, s.free_count, s.expected_count, s.expected_by, s.first_on, s.counted_at,
           s.expires_at, o.entry_route_codes, o.responsible_code, o.waiting_phone, o.languages, o.is_remote, o.referral_product_name,
           coalesce((select jsonb_agg(jsonb_build_object(
                                'criterion_code', x.criterion_code, 'name_nl', c.name_nl, 'name_en', c.name_en,
                                'value_code', x.value_code, 'reason', x.reason, 'valid_to', x.valid_to,
                                'delivery_id', x.delivery_id, 'line', x.line)
                            order by c.sort_order)
                       from core.offer_exclusion x
                       join core.exclusion_criterion c on c.criterion_code = x.criterion_code
                      where x.offer_id = o.offer_id
                        and (x.valid_from is null or x.valid_from <= functions.dutch_date(location_offers.as_of))
                        and (x.valid_to is null or x.valid_to > functions.dutch_date(location_offers.as_of))), '[]'),
           s.delivery_id, s.line
      from core.offer o
      join core.care_pathway p on p.care_pathway_code = o.care_pathway_code
      join core.diagnosis_group g on g.diagnosis_group_code = o.diagnosis_group_code
     cross join core.urgency u
     cross join lateral (
         select state.* from functions.offer_state(location_offers.as_of, u.urgency_code) state where state.offer_id = o.offer_id offset 0
     ) s
     where o.location_id = location_offers.location and u.has_places
     order by u.sort_order, p.sort_order, g.sort_order, o.age_from, o.segment_code, o.offer_id;
end;
