-- one place for the form transferpunt/manual/1: an offer as it is described now, with the count that somebody enters for it
-- All that was told of the offer and its location is told again, so that entering a count changes nothing else. A first day
-- stands for at least one place by then. A stop of single insurers stays, unless a stop for everybody is entered; of several
-- stops the reason and the end that promise least. Null when the offer, its location or provider has no AGB code.
-- after: dutch_date, open_stops
create function functions.entered_place(at timestamptz, offer bigint, urgency text, free integer, first_on date, stop_reason text, stop_until date)
returns jsonb
language sql stable
begin atomic
    select jsonb_strip_nulls(jsonb_build_object(
               'agb_location', location_code.value, 'agb_provider', provider_code.value,
               'provider_name', p.name, 'location_name', l.name, 'size_code', nullif(p.size_code, 'unknown'),
               'postcode', coalesce(l.postcode6, l.postcode4), 'place_name', l.place_name, 'phone', l.phone,
               'consult_phone', l.consult_phone, 'consult_hours', l.consult_hours,
               'care_pathway_code', o.care_pathway_code, 'diagnosis_group_code', o.diagnosis_group_code,
               'age_from', o.age_from, 'age_to', o.age_to, 'segment_code', o.segment_code,
               'entry_route_codes', to_jsonb(o.entry_route_codes), 'responsible_code', nullif(o.responsible_code, 'unknown'),
               'waiting_phone', o.waiting_phone, 'languages', to_jsonb(o.languages), 'is_remote', o.is_remote,
               'referral_product_name', o.referral_product_name,
               'exclusions', told.exclusions, 'exclusion_reason', told.reason, 'exclusion_valid_to', told.valid_to,
               'urgency_code', entered_place.urgency, 'free_count', entered_place.free, 'first_on', entered_place.first_on))
           || jsonb_strip_nulls(jsonb_build_object(
               'expected_7_count', case when expected.days <= 7 then 1 end,
               'expected_14_count', case when expected.days <= 14 then 1 end,
               'expected_28_count', case when expected.days <= 28 then 1 end))
           || case
               when entered_place.stop_reason is not null then jsonb_strip_nulls(jsonb_build_object(
                   'status', 'stop', 'note_code', entered_place.stop_reason, 'stop_until', entered_place.stop_until))
               when insurers.codes is not null then jsonb_strip_nulls(jsonb_build_object(
                   'status', 'stop', 'note_code', insurers.reason_code, 'stop_until', insurers.until_on,
                   'stop_concern_codes', to_jsonb(insurers.codes)))
               else jsonb_build_object('status', case when entered_place.free > 0 then 'available' else 'full' end)
              end
      from core.offer o
      join core.location l on l.location_id = o.location_id
      join core.provider p on p.provider_id = l.provider_id
     cross join lateral (
         select min(i.value) as value from core.location_identifier i
          where i.location_id = l.location_id and i.system_code = 'agb' and i.valid_to is null
     ) location_code
     cross join lateral (
         select min(i.value) as value from core.provider_identifier i
          where i.provider_id = p.provider_id and i.system_code = 'agb' and i.valid_to is null
     ) provider_code
     cross join lateral (
         select coalesce(jsonb_object_agg(x.criterion_code, x.value_code), '{}') as exclusions, min(x.reason) as reason, min(x.valid_to) as valid_to
           from core.offer_exclusion x
          where x.offer_id = o.offer_id
     ) told
     cross join lateral (
         select case when entered_place.free = 0 then entered_place.first_on - functions.dutch_date(entered_place.at) end as days
     ) expected
     cross join lateral (
         select array_agg(distinct k.concern_code) as codes, min(k.reason_code) as reason_code,
                case when bool_and(k.until_on is not null) then max(k.until_on) end as until_on
           from functions.open_stops(l.location_id, o.offer_id, functions.dutch_date(entered_place.at)) k
          where k.concern_code is not null
     ) insurers
     where o.offer_id = entered_place.offer and location_code.value is not null and provider_code.value is not null;
end;
