-- one row per offer of a location and urgency, as read.location_offers, for providers: exact of their own, of others a class
-- Own is a location that bears one of these AGB codes today, or whose provider does. Of others no delivery is told.
-- after: location_offers
-- audience: app_provider
create function read.location_offers_class(as_of timestamptz, location bigint, own_agb text[]) returns table (
    is_own boolean, offer_id bigint, care_pathway_code text, care_pathway_name text, unit_code text, diagnosis_group_code text,
    segment_code text, age_from smallint, age_to smallint, urgency_code text, status_code text, unknown_code text,
    free_count integer, free_class_code text, expected_count integer, expected_class_code text, expected_by date, first_on date,
    counted_at timestamptz, expires_at timestamptz, entry_route_codes text[], responsible_code text, waiting_phone text,
    languages text[], is_remote boolean, referral_product_name text, exclusions jsonb, delivery_id bigint, line bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select own.is_own, f.offer_id, f.care_pathway_code, f.care_pathway_name, f.unit_code, f.diagnosis_group_code, f.segment_code,
           f.age_from, f.age_to, f.urgency_code, f.status_code, f.unknown_code, case when own.is_own then f.free_count end,
           functions.place_class(f.free_count), case when own.is_own then f.expected_count end,
           functions.place_class(f.expected_count), f.expected_by, f.first_on, f.counted_at, f.expires_at, f.entry_route_codes,
           f.responsible_code, f.waiting_phone, f.languages, f.is_remote, f.referral_product_name,
           case when own.is_own then f.exclusions else (
               select coalesce(jsonb_agg(x.said - 'delivery_id' - 'line' order by x.place), '[]')
                 from jsonb_array_elements(f.exclusions) with ordinality x (said, place)) end,
           case when own.is_own then f.delivery_id end, case when own.is_own then f.line end
      from read.location_offers(location_offers_class.as_of, location_offers_class.location) with ordinality f
     cross join (
         select functions.is_own_agb(location_offers_class.as_of, location_offers_class.own_agb, location_offers_class.location) as is_own
     ) own
     order by f.ordinality;
end;
