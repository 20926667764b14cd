-- the places of an application for the form transferpunt/manual/1: one per offer and urgency, of whose count nothing is told yet
-- An offer that stands here already is left out: what is told of it comes from elsewhere, and stays. No places is null.
-- after: application
create function functions.application_places(invitation bigint) returns jsonb
language sql stable
begin atomic
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'agb_location', place ->> 'agb_location', 'agb_provider', i.agb_code,
               'provider_name', told -> 'contact' ->> 'provider_name', 'location_name', place ->> 'location_name',
               'size_code', told -> 'contact' ->> 'size_code', 'postcode', place ->> 'postcode', 'place_name', place ->> 'place_name',
               'phone', place ->> 'phone', 'consult_phone', place ->> 'consult_phone', 'consult_hours', place ->> 'consult_hours',
               'care_pathway_code', offer ->> 'care_pathway_code', 'diagnosis_group_code', offer ->> 'diagnosis_group_code',
               'age_from', offer ->> 'age_from', 'age_to', offer ->> 'age_to', 'segment_code', offer ->> 'segment_code',
               'entry_route_codes', offer -> 'entry_route_codes', 'responsible_code', offer ->> 'responsible_code',
               'waiting_phone', offer ->> 'waiting_phone', 'exclusions', told -> 'criteria' -> 'exclusions',
               'exclusion_reason', told -> 'criteria' ->> 'exclusion_reason', 'exclusion_valid_to', told -> 'criteria' ->> 'exclusion_valid_to',
               'urgency_code', urgency, 'status', 'unknown')) order by offers.number, urgency)
      from ops.invitation i
     cross join lateral (select functions.application(i.invitation_id) as told) steps
     cross join lateral jsonb_array_elements(told -> 'offers' -> 'offers') with ordinality offers (offer, number)
     cross join lateral jsonb_array_elements(told -> 'locations' -> 'locations') place
     cross join lateral jsonb_array_elements_text(offer -> 'urgency_codes') urgency
     where i.invitation_id = application_places.invitation and place ->> 'agb_location' = offer ->> 'agb_location'
       and not exists (
           select from core.location_identifier known
             join core.offer o on o.location_id = known.location_id
            where known.system_code = 'agb' and known.value = place ->> 'agb_location' and known.valid_to is null
              and o.care_pathway_code = offer ->> 'care_pathway_code'
              and o.diagnosis_group_code = coalesce(offer ->> 'diagnosis_group_code', 'D00')
              and o.age_from::text = coalesce(offer ->> 'age_from', '0') and o.age_to::text is not distinct from offer ->> 'age_to'
              and o.segment_code = offer ->> 'segment_code');
end;
