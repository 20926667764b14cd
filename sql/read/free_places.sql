-- one row per offer that takes part in the urgency and may fit the question, best first: product rules of the free places list
-- Left out are only offers of another pathway, diagnosis group, age or region, and those farther than max_km; full, unknown
-- and stopped ones stay, and so do locations without a postcode (distance_km null, last in their band). An offer that is not
-- split by group fits every group. entry_route null asks for no route. match_count is the number before row_limit.
-- The order is tier, wait band, distance band, days since counted, and a draw that changes by the day, so that equal rows
-- take turns at the top; its columns are given, so that two answers can be laid together. The wait band of tier 3 counts to
-- the later of start and expected place.
-- For regulier the start of treatment is held against the norm on the wait's reference date (no norm: nothing to exceed);
-- for spoed the first reaction against its working days, and the regular waits say nothing.
-- own_concerns: of the stops for one insurer only those of these concerns are told; null tells all.
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
    own_concerns text[] default null
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
    stops jsonb, exclusions jsonb, reason_codes text[], referral_product_name text, agb_code text,
    languages text[], is_remote boolean, size_code text, is_fictional boolean,
    delivery_id bigint, line bigint, match_count bigint,
    wait_band smallint, distance_band smallint, days_old integer, draw bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with moment as materialized (
        select functions.dutch_date(free_places.as_of) as today,
               u.reaction_working_days,
               functions.working_day_after(functions.dutch_date(free_places.as_of), u.reaction_working_days) as reaction_by,
               coalesce(g.is_split, false) as is_group_asked,
               p.latitude, p.longitude
          from core.urgency u
          left join core.postcode p on p.postcode4 = free_places.postcode
          left join core.diagnosis_group g on g.diagnosis_group_code = free_places.diagnosis_group
         where u.urgency_code = free_places.urgency
    ),
    candidate as (
        select o.offer_id, o.location_id, o.care_pathway_code, o.segment_code, o.age_from, o.age_to,
               m.today, m.reaction_by,
               case
                   when not g.is_split and exists (
                       select from core.closure k
                        where k.location_id = o.location_id and k.withdrawn_by is null and k.concern_code is null
                          and (k.offer_id is null or k.offer_id = o.offer_id)
                          and k.diagnosis_group_code = free_places.diagnosis_group
                          and k.from_on <= m.today and (k.until_on is null or k.until_on >= m.today))
                   then 'stop' else state.status_code
               end as status_code,
               state.unknown_code, state.free_count, state.expected_count, state.expected_by, state.first_on,
               state.counted_at, state.expires_at, state.delivery_id, state.line,
               case when m.is_group_asked and not g.is_split then free_places.diagnosis_group else o.diagnosis_group_code end as wait_group_code,
               coalesce(cardinality(o.entry_route_codes) > 0 and not free_places.entry_route = any (o.entry_route_codes), false) as is_barred,
               pathway.setting_code, unit.is_treatment_place, pathway.unit_code,
               round(functions.distance_km(m.latitude, m.longitude, place.latitude, place.longitude)::numeric, 1) as distance_km
          from moment m
         cross join core.offer o
          join functions.offer_state(free_places.as_of, free_places.urgency) state on state.offer_id = o.offer_id
          join core.diagnosis_group g on g.diagnosis_group_code = o.diagnosis_group_code
          join core.care_pathway pathway on pathway.care_pathway_code = o.care_pathway_code
          join core.place_unit unit on unit.unit_code = pathway.unit_code
          join core.location l on l.location_id = o.location_id
          left join core.postcode place on place.postcode4 = l.postcode4
         where (free_places.care_pathway is null or o.care_pathway_code = free_places.care_pathway)
           and (free_places.diagnosis_group is null or o.diagnosis_group_code = free_places.diagnosis_group or not g.is_split)
           and (free_places.age is null or free_places.age between o.age_from and coalesce(o.age_to, free_places.age))
           and (free_places.region is null or place.zorgkantoorregio_code = free_places.region)
    ),
    started as (
        select c.*,
               case when by_place.start_on is null then wait.intake_weeks end as intake_weeks,
               case when by_place.start_on is null then wait.treatment_weeks end as treatment_weeks,
               case when by_place.start_on is null then wait.start_weeks else round((by_place.start_on - c.today) / 7.0, 1) end as start_weeks,
               case when by_place.start_on is null then coalesce(wait.basis_code, 'none') else 'place' end as start_basis_code,
               wait.method_code as wait_method_code, wait.reference_on as wait_reference_on,
               case when free_places.urgency = 'regulier' then
                   functions.norm_weeks('total', c.segment_code, c.setting_code, 'regulier', coalesce(wait.reference_on, c.today)) end as norm_weeks,
               by_place.reaction_on
          from candidate c
         cross join lateral (
             select case
                        when not c.is_treatment_place or (c.unit_code = 'group_place' and c.first_on is null) then null
                        when c.status_code = 'free' then greatest(c.first_on, c.today)
                        when c.status_code = 'expected' then coalesce(case when c.first_on >= c.today then c.first_on end, c.expected_by)
                    end as start_on,
                    case
                        when free_places.urgency <> 'spoed' then null
                        when c.status_code = 'free' then greatest(c.first_on, c.today)
                        when c.status_code = 'expected' then coalesce(case when c.first_on >= c.today then c.first_on end, c.expected_by)
                    end as reaction_on
         ) by_place
          left join lateral functions.fitting_start(
             c.location_id, c.wait_group_code, c.segment_code, c.setting_code,
             functions.age_circuit(c.care_pathway_code, c.age_from, c.age_to), c.today
         ) wait on free_places.urgency = 'regulier' and by_place.start_on is null
         where free_places.max_km is null or c.distance_km is null or c.distance_km <= free_places.max_km
    ),
    judged as (
        select s.*,
               case
                   when free_places.urgency = 'spoed' then s.reaction_on <= s.reaction_by
                   else s.start_weeks <= coalesce(s.norm_weeks, s.start_weeks)
               end as is_within_norm
          from started s
    ),
    placed as (
        select j.*,
               functions.tier(j.status_code, j.is_within_norm, j.is_barred) as tier
          from judged j
    ),
    keyed as (
        select p.*,
               functions.wait_band(case
                   when free_places.urgency = 'spoed' then (p.reaction_on - p.today) / 7.0
                   when p.tier = 3 then greatest(p.start_weeks, (p.expected_by - p.today) / 7.0)
                   else p.start_weeks
               end) as wait_band,
               functions.distance_band(p.distance_km) as distance_band,
               p.today - functions.dutch_date(p.counted_at) as days_old,
               hashint8extended(p.offer_id, p.today - date '2000-01-01') as draw
          from placed p
    ),
    ranked as (
        select k.*,
               count(*) over () as match_count,
               row_number() over (order by k.tier, k.wait_band, k.distance_band, k.days_old nulls last, k.draw, k.offer_id) as position
          from keyed k
    )
    select r.tier, r.offer_id, r.location_id, provider.name, l.name, coalesce(l.place_name, place.place_name), l.postcode4,
           place.latitude, place.longitude, place.zorgkantoorregio_code,
           r.care_pathway_code, pathway.name_nl, r.unit_code, o.diagnosis_group_code, g.short_name_nl,
           r.segment_code, r.age_from, r.age_to, free_places.urgency,
           r.status_code, case r.status_code when 'unknown' then r.unknown_code end,
           case when r.status_code in ('free', 'expected', 'full') then r.free_count end,
           case when r.status_code in ('free', 'expected', 'full') then r.expected_count end,
           case when r.status_code in ('free', 'expected') then r.expected_by end,
           case when r.status_code in ('free', 'expected') then r.first_on end,
           r.counted_at, r.expires_at, r.distance_km,
           r.intake_weeks, r.treatment_weeks, r.start_weeks, r.start_basis_code, r.norm_weeks, r.wait_method_code, r.wait_reference_on,
           (select m.reaction_working_days from moment m),
           o.entry_route_codes, o.responsible_code, o.waiting_phone, l.consult_phone, l.consult_hours, coalesce(l.phone, provider.phone),
           coalesce(told.stops, '[]'), coalesce(told.exclusions, '[]'),
           array_remove(array[
               case r.status_code
                   when 'free' then 'place_free'
                   when 'expected' then 'expected_soon'
                   when 'unknown' then case r.unknown_code
                       when 'never' then 'never_told' when 'absent' then 'blanked_absent' when 'held_lower' then 'blanked_lower' else r.unknown_code end
                   else r.status_code
               end,
               case when r.is_barred then 'entry_route' end,
               case when r.tier < 6 then case when r.is_within_norm then 'within_norm' when not r.is_within_norm then 'over_norm' else 'start_unknown' end end,
               case when r.distance_km <= 5 then 'near' end
           ], null),
           o.referral_product_name, told.agb_code, o.languages, o.is_remote, provider.size_code, provider.is_fictional,
           r.delivery_id, r.line, r.match_count, r.wait_band, r.distance_band, r.days_old, r.draw
      from ranked r
      join core.offer o on o.offer_id = r.offer_id
      join core.location l on l.location_id = r.location_id
      join core.provider on provider.provider_id = l.provider_id
      join core.care_pathway pathway on pathway.care_pathway_code = r.care_pathway_code
      join core.diagnosis_group g on g.diagnosis_group_code = o.diagnosis_group_code
      left join core.postcode place on place.postcode4 = l.postcode4
     cross join lateral (
         select (select jsonb_agg(jsonb_build_object(
                            'concern_code', k.concern_code, 'concern_name', concern.name,
                            'diagnosis_group_code', k.diagnosis_group_code, 'diagnosis_group_name', closed_group.short_name_nl,
                            'reason_code', k.reason_code, 'reason_name', reason.name_nl, 'until_on', k.until_on)
                        order by concern.sort_order nulls first, k.diagnosis_group_code nulls first, k.until_on nulls first, k.closure_id)
                   from core.closure k
                   join core.closure_reason reason on reason.reason_code = k.reason_code
                   left join core.insurer_concern concern on concern.concern_code = k.concern_code
                   left join core.diagnosis_group closed_group on closed_group.diagnosis_group_code = k.diagnosis_group_code
                  where k.location_id = r.location_id and k.withdrawn_by is null
                    and (k.offer_id is null or k.offer_id = r.offer_id)
                    and (k.diagnosis_group_code is null or not g.is_split or k.diagnosis_group_code = o.diagnosis_group_code)
                    and (free_places.own_concerns is null or k.concern_code is null or k.concern_code = any (free_places.own_concerns))
                    and k.from_on <= r.today and (k.until_on is null or k.until_on >= r.today)) as stops,
                (select jsonb_agg(jsonb_build_object(
                            'criterion_code', x.criterion_code, 'criterion_name', criterion.name_nl, 'value_code', x.value_code)
                        order by criterion.sort_order)
                   from core.offer_exclusion x
                   join core.exclusion_criterion criterion on criterion.criterion_code = x.criterion_code
                  where x.offer_id = r.offer_id
                    and (x.valid_from is null or x.valid_from <= r.today) and (x.valid_to is null or x.valid_to > r.today)) as exclusions,
                (select min(i.value)
                   from core.location_identifier i
                  where i.location_id = r.location_id and i.system_code = 'agb'
                    and i.valid_from <= r.today and (i.valid_to is null or i.valid_to > r.today)) as agb_code
     ) told
     where r.position <= free_places.row_limit
     order by r.position;
end;
