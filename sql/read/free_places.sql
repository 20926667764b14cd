-- one row per offer that takes part in the urgency and may fit the question, best first: product rules of the free places list
-- Left out are only offers of another pathway, diagnosis group, age or region, and those farther than max_km; full, unknown
-- and stopped ones stay, and so do locations without a postcode (distance_km null, last in their band). An offer that is not
-- split by group fits every group. entry_route null asks for no route. match_count is the number before row_limit.
-- care_pathways and diagnosis_groups ask for several kinds of care at once, pair by pair; each offer stands in the answer once.
-- criteria: those of core.exclusion_criterion that play a role; what is not asked is not tested and changes nothing;
-- criterion_answers: each asked one with its value, ground, reason and validity. concern: the insurer concern; contract_code is null when
-- none is asked, and when own_concerns does not hold it. A stop for that concern or for the group asked is a stop.
-- The order is tier, step, wait band, distance band, days since counted, turn, and draws that change by the day, so that
-- equal rows take turns at the top, a provider with many no more often than one with few. The wait band of tier 3 counts
-- to the later of start and first expected place.
-- For regulier the start of treatment is held against the norm on the wait's reference date (no norm: nothing to exceed);
-- for spoed the first reaction against its working days, and the regular waits say nothing.
-- own_concerns: of the stops for one insurer only those of these concerns are told; null tells all. own_agb: where given, the
-- stops and ceilings of the concern count only at locations that bear one of these AGB codes.
-- wait_flag_codes: why the wait that the start of treatment is taken from is hard to believe.
-- last_call_code is as_shown or not_as_shown: what the last caller said of the offer in this urgency.
-- audience: app_gp, app_coordinator, app_operator
create function read.free_places(
    as_of timestamptz,
    care_pathway text default null,
    diagnosis_group text default null,
    urgency text default 'regulier',
    postcode text default null,
    region text default null,
    max_km integer default null,
    age integer default null,
    row_limit integer default 300,
    entry_route text default 'gp',
    own_concerns text[] default null,
    care_pathways text[] default null,
    diagnosis_groups text[] default null,
    criteria text[] default null,
    concern text default null,
    own_agb text[] default null
) returns table (
    tier smallint, offer_id bigint, location_id bigint, provider_name text, location_name text, place_name text, postcode4 text,
    latitude numeric, longitude numeric, region_code text,
    care_pathway_code text, care_pathway_name text, unit_code text, diagnosis_group_code text, diagnosis_group_name text,
    segment_code text, age_from smallint, age_to smallint, urgency_code text,
    status_code text, unknown_code text, free_count integer, expected_count integer, expected_by date, first_on date,
    counted_at timestamptz, expires_at timestamptz, distance_km numeric,
    intake_weeks numeric, treatment_weeks numeric, start_weeks numeric, start_basis_code text, norm_weeks numeric,
    wait_method_code text, wait_reference_on date, reaction_working_days integer,
    entry_route_codes text[], responsible_code text, waiting_phone text, consult_phone text, consult_hours text, phone text,
    stops jsonb, exclusions jsonb, criterion_answers jsonb, contract_code text, is_ceiling_reached boolean, reason_codes text[],
    last_call_code text, last_call_at timestamptz, referral_product_name text, agb_code text,
    languages text[], is_remote boolean, size_code text, is_fictional boolean,
    delivery_id bigint, line bigint, match_count bigint,
    step smallint, wait_band smallint, distance_band smallint, days_old integer, turn bigint, provider_draw bigint, draw bigint,
    wait_flag_codes text[]
)
language sql stable security definer set search_path = ''
begin atomic
    with found as materialized (
        select r.*
          from functions.ranked_offers(
                   free_places.as_of,
                   functions.paired_cares(free_places.care_pathway, free_places.care_pathways, free_places.diagnosis_groups),
                   functions.paired_cares(free_places.diagnosis_group, free_places.diagnosis_groups, free_places.care_pathways),
                   free_places.urgency, free_places.postcode, free_places.region, free_places.max_km, free_places.age,
                   free_places.entry_route, free_places.criteria,
                   case when free_places.own_concerns is null or free_places.concern = any (free_places.own_concerns)
                        then free_places.concern end,
                   free_places.own_agb) r
         where r.place <= free_places.row_limit
    )
    -- offset 0: each of the few rows found looks its words up by key, instead of whole tables being read for them
    select r.tier, r.offer_id, r.location_id, w.provider_name, w.location_name, w.place_name, w.postcode4,
           w.latitude, w.longitude, w.zorgkantoorregio_code,
           w.care_pathway_code, w.care_pathway_name, w.unit_code, w.diagnosis_group_code, w.diagnosis_group_name,
           w.segment_code, w.age_from, w.age_to, free_places.urgency,
           r.status_code, case r.status_code when 'unknown' then r.unknown_code end,
           case when r.status_code in ('free', 'expected', 'full') then r.free_count end,
           case when r.status_code in ('free', 'expected', 'full') then r.expected_count end,
           case when r.status_code in ('free', 'expected') then r.expected_by end,
           case when r.status_code in ('free', 'expected') then r.first_on end,
           r.counted_at, r.expires_at, r.distance_km,
           r.intake_weeks, r.treatment_weeks, r.start_weeks, r.start_basis_code, r.norm_weeks, r.wait_method_code, r.wait_reference_on,
           (select u.reaction_working_days from core.urgency u where u.urgency_code = free_places.urgency),
           w.entry_route_codes, w.responsible_code, w.waiting_phone, w.consult_phone, w.consult_hours, w.phone,
           w.stops, w.told, w.answers, r.contract_code, r.is_ceiling_reached,
           functions.reason_codes(
               r.status_code, r.unknown_code, r.stop_code, r.is_wrong_route,
               array(select jsonb_array_elements(w.answers) ->> 'value_code'),
               r.contract_code, r.is_ceiling_reached, r.tier, r.is_within_norm, r.distance_km),
           w.last_call_code, w.last_call_at, w.referral_product_name, w.agb_code, w.languages, w.is_remote, w.size_code, w.is_fictional,
           r.delivery_id, r.line, r.match_count, r.step, r.wait_band, r.distance_band, r.days_old, r.turn, r.provider_draw, r.draw,
           case when r.start_basis_code in ('group', 'unsplit')
                then functions.figure_flags(free_places.as_of, r.location_id, r.wait_delivery_id, r.wait_line) else '{}' end
      from found r
     cross join lateral (
         select provider.name as provider_name, l.name as location_name, coalesce(l.place_name, place.place_name) as place_name,
                l.postcode4, place.latitude, place.longitude, place.zorgkantoorregio_code, o.care_pathway_code,
                pathway.name_nl as care_pathway_name, pathway.unit_code, o.diagnosis_group_code, g.short_name_nl as diagnosis_group_name,
                o.segment_code, o.age_from, o.age_to, o.entry_route_codes, o.responsible_code, o.waiting_phone, l.consult_phone,
                l.consult_hours, coalesce(l.phone, provider.phone) as phone, stop.stops, exclusion.told, exclusion.answers,
                called.last_call_code, called.last_call_at, o.referral_product_name, agb.agb_code, o.languages, o.is_remote,
                provider.size_code, provider.is_fictional
           from core.offer o
           join core.location l on l.location_id = r.location_id
           join core.provider on provider.provider_id = r.provider_id
           join core.care_pathway pathway on pathway.care_pathway_code = o.care_pathway_code
           join core.diagnosis_group g on g.diagnosis_group_code = o.diagnosis_group_code
           left join core.postcode place on place.postcode4 = l.postcode4
          cross join lateral functions.told_stops(
              r.location_id, r.offer_id, o.diagnosis_group_code, g.is_split, r.today, free_places.own_concerns) stop
          cross join lateral functions.told_exclusions(r.offer_id, r.today, free_places.criteria) exclusion
           left join lateral (
              select case when c.is_as_shown then 'as_shown' else 'not_as_shown' end as last_call_code, c.called_at as last_call_at
                from core.call_outcome c
               where c.offer_id = r.offer_id and c.urgency_code = free_places.urgency and c.called_at <= free_places.as_of
               order by c.called_at desc, c.call_outcome_id desc
               limit 1
          ) called on true
          cross join lateral (
              select min(i.value) as agb_code
                from core.location_identifier i
               where i.location_id = r.location_id and i.system_code = 'agb'
                 and i.valid_from <= r.today and (i.valid_to is null or i.valid_to > r.today)
          ) agb
          where o.offer_id = r.offer_id
         offset 0
     ) w
     order by r.place;
end;
