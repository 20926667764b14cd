-- one row per offer that takes part in the urgency: what its newest count says at the moment as_of
-- Every list, total and map takes its places from here, so that a stale, blanked or stopped count can nowhere look free:
-- free_count and the expected columns are null unless the status is free, expected or full. An offer takes part in each
-- urgency it has a count for; one without any count takes part in regulier, as never told. A stop counts here when it is
-- for everybody: its location or offer, all insurers, and all diagnosis groups or exactly the offer's own. A pathway
-- without places has no row. told_count is the number as last told, whether it still holds or not: never show it as free.
-- after: dutch_date, count_state, open_stops
create function functions.offer_state(as_of timestamptz, urgency text) returns table (
    offer_id bigint, location_id bigint, care_pathway_code text, diagnosis_group_code text, segment_code text,
    age_from smallint, age_to smallint, entry_route_codes text[], status_code text, unknown_code text,
    free_count integer, expected_count integer, expected_from date, expected_by date, first_on date, told_count integer,
    counted_at timestamptz, expires_at timestamptz, source_code text, delivery_id bigint, line bigint
)
language sql stable parallel safe
begin atomic
    select o.offer_id, o.location_id, o.care_pathway_code, o.diagnosis_group_code, o.segment_code,
           o.age_from, o.age_to, o.entry_route_codes, said.status_code, said.unknown_code,
           said.free_count, said.expected_count, said.expected_from, said.expected_by, said.first_on, c.free_count::integer,
           c.counted_at, c.expires_at, coalesce(c.source_code, o.source_code), c.delivery_id, c.line
      from core.offer o
      left join core.capacity_current c on c.offer_id = o.offer_id and c.urgency_code = offer_state.urgency
     cross join lateral (
         select exists (select from functions.open_stops(o.location_id, o.offer_id, functions.dutch_date(offer_state.as_of)) k
                    where k.concern_code is null
                      and (k.diagnosis_group_code is null or k.diagnosis_group_code = o.diagnosis_group_code)) as is_stopped
         offset 0
     ) stop
     cross join lateral functions.count_state(
         offer_state.as_of, stop.is_stopped,
         c.counted_at, c.expires_at, c.blank_code, c.free_count, c.expected_7_count, c.expected_14_count, c.expected_28_count,
         c.first_on
     ) said
     where o.care_pathway_code = any (array(select p.care_pathway_code from core.care_pathway p where p.has_places))
       and (c.offer_id is not null
            or (offer_state.urgency = 'regulier'
                and not exists (select from core.capacity_current other where other.offer_id = o.offer_id)));
end;
