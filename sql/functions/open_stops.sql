-- one row per stop on new clients that touches an offer on that day: those of the offer itself and of its whole location
-- For whom a stop counts (everybody, one insurer concern, one diagnosis group) is for the caller to say. until_on is inclusive.
create function functions.open_stops(location bigint, offer bigint, on_date date) returns table (
    closure_id bigint, concern_code text, diagnosis_group_code text, reason_code text, until_on date
)
language sql stable parallel safe
begin atomic
    select k.closure_id, k.concern_code, k.diagnosis_group_code, k.reason_code, k.until_on
      from core.closure k
     where k.location_id = open_stops.location and k.withdrawn_by is null
       and (k.offer_id is null or k.offer_id = open_stops.offer)
       and k.from_on <= open_stops.on_date and (k.until_on is null or k.until_on >= open_stops.on_date);
end;
