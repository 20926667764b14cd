-- one row per call that said "klopte niet" of an offer in the asker's regions and that nobody settled yet; the oldest first
-- With what the offer shows now, and how often it was phoned since in vain.
-- audience: app_coordinator
create function read.open_calls(as_of timestamptz, asker bigint, region text default null) returns table (
    call_outcome_id bigint, called_at timestamptz, role_name_nl text, role_name_en text, phoned_at timestamptz, phoned_count integer,
    offer_id bigint, urgency_code text, location_id bigint, location_name text, provider_name text, place_name text, phone text,
    consult_phone text, care_pathway_code text, diagnosis_group_code text, age_from smallint, age_to smallint, unit_code text,
    status_code text, unknown_code text, free_count integer, counted_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select c.call_outcome_id, c.called_at, r.name_nl, r.name_en, c.phoned_at, c.phoned_count::integer, o.offer_id, c.urgency_code,
           l.location_id, l.name, p.name, l.place_name, l.phone, l.consult_phone, o.care_pathway_code, o.diagnosis_group_code,
           o.age_from, o.age_to, w.unit_code, s.status_code, s.unknown_code, s.free_count, s.counted_at
      from core.call_outcome c
      join core.offer o on o.offer_id = c.offer_id
      join core.location l on l.location_id = o.location_id
      join core.provider p on p.provider_id = l.provider_id
      join core.postcode place on place.postcode4 = l.postcode4
      join core.care_pathway w on w.care_pathway_code = o.care_pathway_code
      left join core.access_role r on r.role_code = c.role_code
      left join lateral (
          select state.* from functions.offer_state(open_calls.as_of, c.urgency_code) state where state.offer_id = o.offer_id offset 0
      ) s on true
     where not c.is_as_shown and c.handled_at is null and c.called_at <= open_calls.as_of
       and (open_calls.region is null or place.zorgkantoorregio_code = open_calls.region)
       and functions.is_own(open_calls.as_of, open_calls.asker, 'settle_calls', o.location_id)
     order by c.called_at, c.call_outcome_id;
end;
