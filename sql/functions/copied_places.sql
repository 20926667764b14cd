-- the places of an offer for the form transferpunt/manual/1 as they would stand at another location of its provider; null for none
-- All that describes it goes along; its counts, days and stop do not: of those nothing is told there yet.
-- after: stated_place, told_place
create function functions.copied_places(at timestamptz, offer bigint, location bigint) returns jsonb
language sql stable
begin atomic
    select jsonb_agg((functions.stated_place(copied_places.at, o.offer_id, c.urgency_code, told.kept)
                      - array['agb_location', 'location_name', 'postcode', 'place_name', 'phone', 'consult_phone', 'consult_hours'])
                     || jsonb_strip_nulls(jsonb_build_object(
                         'agb_location', code.value, 'location_name', l.name, 'postcode', coalesce(l.postcode6, l.postcode4),
                         'place_name', l.place_name, 'phone', l.phone, 'consult_phone', l.consult_phone, 'consult_hours', l.consult_hours,
                         'status', 'unknown'))
                     order by c.urgency_code)
      from core.offer o
      join core.location here on here.location_id = o.location_id
      join core.location l on l.location_id = copied_places.location and l.provider_id = here.provider_id and l.location_id <> o.location_id
      join core.capacity_current c on c.offer_id = o.offer_id
     cross join lateral (
         select min(i.value) as value from core.location_identifier i
          where i.location_id = l.location_id and i.system_code = 'agb' and i.valid_to is null) code
     cross join lateral (
         select functions.told_place(copied_places.at, o.offer_id, c.urgency_code)
                - array['free_count', 'total_count', 'reserved_count', 'expected_7_count', 'expected_14_count', 'expected_28_count', 'first_on',
                        'stop_reason_code', 'stop_from', 'stop_until', 'stop_concern_codes', 'intake_weeks', 'treatment_weeks'] as kept) told
     where o.offer_id = copied_places.offer and code.value is not null;
end;
