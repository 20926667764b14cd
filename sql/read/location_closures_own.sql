-- one row per stop of a location, as read.location_closures, for who may know of stops for one insurer only where they are its own
-- Told are stops for everybody, those of these concerns, and all of a location that bears one of these AGB codes today or
-- whose provider does. Of a location of others no delivery is told.
-- after: location_closures
-- audience: app_insurer, app_provider
create function read.location_closures_own(as_of timestamptz, location bigint, own_agb text[], own_concerns text[]) returns table (
    closure_id bigint, offer_id bigint, care_pathway_code text, offer_group_code text, age_from smallint, age_to smallint,
    segment_code text, concern_code text, concern_name text, diagnosis_group_code text, reason_name_nl text, reason_name_en text,
    from_on date, until_on date, is_in_force boolean, delivery_id bigint, line bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select k.closure_id, k.offer_id, k.care_pathway_code, k.offer_group_code, k.age_from, k.age_to, k.segment_code, k.concern_code,
           k.concern_name, k.diagnosis_group_code, k.reason_name_nl, k.reason_name_en, k.from_on, k.until_on, k.is_in_force,
           case when own.is_own then k.delivery_id end, case when own.is_own then k.line end
      from read.location_closures(location_closures_own.as_of, location_closures_own.location) with ordinality k
     cross join (
         select functions.is_own_agb(location_closures_own.as_of, location_closures_own.own_agb, location_closures_own.location) as is_own
     ) own
     where own.is_own or k.concern_code is null or k.concern_code = any (location_closures_own.own_concerns)
     order by k.ordinality;
end;
