-- one row per offer, as read.free_places, for providers: exact numbers of their own, of others only a class
-- Own is a location that bears one of these AGB codes today, or whose provider does. A class is none, few (one or two) or
-- ample (three or more), null where nothing is known. Of others neither the delivery, the last call, nor stops and ceilings
-- for one insurer are told, and these have no say in their place.
-- after: free_places
-- audience: app_provider
create function read.free_places_class(
    as_of timestamptz,
    own_agb text[],
    care_pathway text default null,
    diagnosis_group text default null,
    urgency text default 'regulier',
    postcode text default null,
    region text default null,
    max_km integer default null,
    age integer default null,
    row_limit integer default 300,
    entry_route text default 'gp',
    care_pathways text[] default null,
    diagnosis_groups text[] default null,
    criteria text[] default null,
    concern text default null
) returns table (
    is_own boolean, tier smallint, offer_id bigint, location_id bigint, provider_name text, location_name text,
    place_name text, postcode4 text, latitude numeric, longitude numeric, region_code text, care_pathway_code text,
    care_pathway_name text, unit_code text, diagnosis_group_code text, diagnosis_group_name text, segment_code text,
    age_from smallint, age_to smallint, urgency_code text, status_code text, unknown_code text, free_count integer,
    free_class_code text, expected_count integer, expected_class_code text, expected_by date, first_on date,
    counted_at timestamptz, expires_at timestamptz, distance_km numeric, intake_weeks numeric, treatment_weeks numeric,
    start_weeks numeric, start_basis_code text, norm_weeks numeric, wait_method_code text, wait_reference_on date,
    reaction_working_days integer, entry_route_codes text[], responsible_code text, waiting_phone text, consult_phone text,
    consult_hours text, phone text, stops jsonb, exclusions jsonb, criterion_answers jsonb, contract_code text, is_ceiling_reached boolean,
    reason_codes text[], last_call_code text, last_call_at timestamptz, referral_product_name text, agb_code text, languages text[], is_remote boolean, size_code text, is_fictional boolean, delivery_id bigint,
    line bigint, match_count bigint, wait_flag_codes text[]
)
language sql stable security definer set search_path = ''
begin atomic
    select own.is_own, f.tier, f.offer_id, f.location_id, f.provider_name, f.location_name, f.place_name, f.postcode4,
           f.latitude, f.longitude, f.region_code, f.care_pathway_code, f.care_pathway_name, f.unit_code,
           f.diagnosis_group_code, f.diagnosis_group_name, f.segment_code, f.age_from, f.age_to, f.urgency_code,
           f.status_code, f.unknown_code, case when own.is_own then f.free_count end, functions.place_class(f.free_count),
           case when own.is_own then f.expected_count end, functions.place_class(f.expected_count), f.expected_by,
           f.first_on, f.counted_at, f.expires_at, f.distance_km, f.intake_weeks, f.treatment_weeks, f.start_weeks,
           f.start_basis_code, f.norm_weeks, f.wait_method_code, f.wait_reference_on, f.reaction_working_days,
           f.entry_route_codes, f.responsible_code, f.waiting_phone, f.consult_phone, f.consult_hours, f.phone,
           case when own.is_own then f.stops else (
               select coalesce(jsonb_agg(k.stop order by k.place), '[]')
                 from jsonb_array_elements(f.stops) with ordinality k (stop, place)
                where k.stop ->> 'concern_code' is null) end,
           f.exclusions, f.criterion_answers, f.contract_code, f.is_ceiling_reached, f.reason_codes,
           case when own.is_own then f.last_call_code end, case when own.is_own then f.last_call_at end, f.referral_product_name, f.agb_code, f.languages, f.is_remote, f.size_code,
           f.is_fictional, case when own.is_own then f.delivery_id end, case when own.is_own then f.line end, f.match_count, f.wait_flag_codes
      from read.free_places(
               free_places_class.as_of, free_places_class.care_pathway, free_places_class.diagnosis_group, free_places_class.urgency,
               free_places_class.postcode, free_places_class.region, free_places_class.max_km, free_places_class.age,
               free_places_class.row_limit, free_places_class.entry_route, null, free_places_class.care_pathways,
               free_places_class.diagnosis_groups, free_places_class.criteria, free_places_class.concern,
               free_places_class.own_agb) with ordinality f
     cross join lateral (
         select functions.is_own_agb(free_places_class.as_of, free_places_class.own_agb, f.location_id) as is_own
     ) own
     order by f.ordinality;
end;
