-- one row per offer, or per location with a consultation line, that can bridge a wait near by: per kind the first few, best first
-- bridge_code: consultation (a line to talk with; no offer, no places), home_treatment, respite, social (an offer of the social
-- domain without a stay). Offers stand in the order of read.free_places for regulier, those with a stop left out; consultation
-- lines by distance. Without postcode and region the whole country answers.
-- audience: app_gp, app_coordinator, app_operator
create function read.bridging_offers(
    as_of timestamptz, postcode text default null, region text default null, max_km integer default 30, age integer default null,
    per_kind integer default 3
) returns table (
    bridge_code text, tier smallint, offer_id bigint, location_id bigint, provider_name text, location_name text, place_name text,
    care_pathway_code text, care_pathway_name text, unit_code text, age_from smallint, age_to smallint, status_code text,
    unknown_code text, free_count integer, expected_count integer, expected_by date, first_on date, counted_at timestamptz,
    expires_at timestamptz, distance_km numeric, entry_route_codes text[], phone text, consult_phone text, consult_hours text,
    is_fictional boolean
)
language sql stable security definer set search_path = ''
begin atomic
    with pathway as materialized (
        select array_agg(p.care_pathway_code) as codes
          from core.care_pathway p
         where p.has_places
           -- only where there is an offer of the social domain at all: ranking thousands to keep none costs a second
           and (p.bridge_code is not null
                or (p.setting_code = 'ambulant' and coalesce(p.segment_code, 'social') = 'social'
                    and exists (select from core.offer o where o.care_pathway_code = p.care_pathway_code and o.segment_code = 'social')))
    ),
    found as (
        select case when o.segment_code = 'social' and p.setting_code = 'ambulant' then 'social' else p.bridge_code end as bridge_code,
               r.place::numeric as place, r.tier, r.offer_id, r.location_id, o.care_pathway_code, p.name_nl as care_pathway_name, p.unit_code,
               o.age_from, o.age_to, r.status_code, case r.status_code when 'unknown' then r.unknown_code end as unknown_code,
               r.free_count, r.expected_count, r.expected_by, r.first_on, r.counted_at, r.expires_at, r.distance_km, o.entry_route_codes
          from functions.ranked_offers(
                   bridging_offers.as_of, (select pathway.codes from pathway), null, 'regulier', bridging_offers.postcode,
                   bridging_offers.region, bridging_offers.max_km, bridging_offers.age, 'gp', null, null, null) r
          join core.offer o on o.offer_id = r.offer_id
          join core.care_pathway p on p.care_pathway_code = o.care_pathway_code
         where r.status_code <> 'stop'
    ),
    line as (
        select l.location_id, away.km
          from core.location l
          left join core.postcode there on there.postcode4 = l.postcode4
          left join core.postcode here on here.postcode4 = bridging_offers.postcode
         cross join lateral (
             select round(functions.distance_km(here.latitude, here.longitude, there.latitude, there.longitude)::numeric, 1) as km
         ) away
         where l.consult_phone is not null
           and (bridging_offers.region is null or there.zorgkantoorregio_code = bridging_offers.region)
           and (bridging_offers.max_km is null or here.postcode4 is null or away.km is null or away.km <= bridging_offers.max_km)
    ),
    either as (
        select found.*, row_number() over (partition by found.bridge_code order by found.place) as number
          from found
         where found.bridge_code is not null
        union all
        select 'consultation', null, null, null, line.location_id, null, null, null, null, null, null, null, null, null, null, null, null,
               null, line.km, null, row_number() over (order by line.km nulls last, line.location_id)
          from line
    )
    select e.bridge_code, e.tier, e.offer_id, e.location_id, provider.name, l.name, coalesce(l.place_name, place.place_name),
           e.care_pathway_code, e.care_pathway_name, e.unit_code, e.age_from, e.age_to, e.status_code, e.unknown_code, e.free_count,
           e.expected_count, e.expected_by, e.first_on, e.counted_at, e.expires_at, e.distance_km, e.entry_route_codes,
           coalesce(l.phone, provider.phone), l.consult_phone, l.consult_hours, provider.is_fictional
      from either e
      join core.location l on l.location_id = e.location_id
      join core.provider on provider.provider_id = l.provider_id
      left join core.postcode place on place.postcode4 = l.postcode4
     where e.number <= bridging_offers.per_kind
     order by array_position(array['consultation', 'home_treatment', 'respite', 'social'], e.bridge_code), e.number;
end;
