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
language sql stable security definer set search_path = '' set jit = off
begin atomic
    with moment as materialized (
        select functions.dutch_date(free_places.as_of) as today,
               u.reaction_working_days,
               case when u.urgency_code = 'spoed' then
                   functions.working_day_after(functions.dutch_date(free_places.as_of), u.reaction_working_days) end as reaction_by,
               array(select g.diagnosis_group_code from core.diagnosis_group g
                      where g.diagnosis_group_code = free_places.diagnosis_group or not g.is_split
                         or free_places.diagnosis_group is null) as group_codes,
               array(select g.diagnosis_group_code from core.diagnosis_group g where not g.is_split) as unsplit_codes,
               exists (select from core.diagnosis_group g
                        where g.is_split and g.diagnosis_group_code = free_places.diagnosis_group) as is_group_asked,
               p.latitude, p.longitude,
               free_places.region is not null or (free_places.max_km is not null and p.postcode4 is not null) as is_local
          from core.urgency u
          left join core.postcode p on p.postcode4 = free_places.postcode
         where u.urgency_code = free_places.urgency
    ),
    near as materialized (
        select p.postcode4, away.km
          from moment m
          join core.postcode p
            on (free_places.region is null or p.zorgkantoorregio_code = free_places.region)
           and (free_places.max_km is null or m.latitude is null or abs(p.latitude - m.latitude) <= (free_places.max_km + 1) / 111.0)
         cross join lateral (
             select round(functions.distance_km(m.latitude, m.longitude, p.latitude, p.longitude)::numeric, 1) as km offset 0
         ) away
         where m.is_local
           and (free_places.max_km is null or away.km is null or away.km <= free_places.max_km)
    ),
    -- Which offers to look at is found from the narrow side: the places near by and those we cannot place, else the
    -- pathway, else all of them; only one of the three ways has rows.
    reach as (
        select o.offer_id, near.km as distance_km
          from near
          join core.location l on l.postcode4 = near.postcode4
          join core.offer o on o.location_id = l.location_id
         where (free_places.care_pathway is null or o.care_pathway_code = free_places.care_pathway)
           and o.diagnosis_group_code = any ((select m.group_codes from moment m)::text[])
        union all
        select o.offer_id, null
          from core.location l
          join core.offer o on o.location_id = l.location_id
         where (select m.is_local from moment m) and free_places.region is null and l.postcode4 is null
           and (free_places.care_pathway is null or o.care_pathway_code = free_places.care_pathway)
           and o.diagnosis_group_code = any ((select m.group_codes from moment m)::text[])
        union all
        select o.offer_id, round(functions.distance_km(m.latitude, m.longitude, p.latitude, p.longitude)::numeric, 1)
          from core.offer o
          join core.location l on l.location_id = o.location_id
          left join core.postcode p on p.postcode4 = l.postcode4
         cross join moment m
         where not (select m.is_local from moment m)
           and o.care_pathway_code = free_places.care_pathway
           and o.diagnosis_group_code = any ((select m.group_codes from moment m)::text[])
        union all
        select o.offer_id, round(functions.distance_km(m.latitude, m.longitude, p.latitude, p.longitude)::numeric, 1)
          from core.offer o
          join core.location l on l.location_id = o.location_id
          left join core.postcode p on p.postcode4 = l.postcode4
         cross join moment m
         where not (select m.is_local from moment m) and free_places.care_pathway is null
           and o.diagnosis_group_code = any ((select m.group_codes from moment m)::text[])
    ),
    -- The stages from here are kept apart (materialized, offset 0): left to itself the planner would write every expression
    -- of one stage into the next many times over, and read all offers for the sake of the way that has no rows.
    told as materialized (
        select reach.distance_km, m.today, m.reaction_by, state.*,
               asked.is_unsplit,
               case when m.is_group_asked and asked.is_unsplit then free_places.diagnosis_group
                    else state.diagnosis_group_code end as wait_group_code,
               coalesce(cardinality(state.entry_route_codes) > 0
                        and not free_places.entry_route = any (state.entry_route_codes), false) as is_barred,
               asked.is_unsplit and m.is_group_asked and exists (
                   select from core.closure k
                    where k.location_id = state.location_id and k.withdrawn_by is null and k.concern_code is null
                      and (k.offer_id is null or k.offer_id = state.offer_id)
                      and k.diagnosis_group_code = free_places.diagnosis_group
                      and k.from_on <= m.today and (k.until_on is null or k.until_on >= m.today)) as is_group_stopped
          from moment m
         cross join reach
         cross join lateral (
             select s.* from functions.offer_state(free_places.as_of, free_places.urgency) s where s.offer_id = reach.offer_id offset 0
         ) state
         cross join lateral (select state.diagnosis_group_code = any (m.unsplit_codes) as is_unsplit) asked
         where free_places.age is null or free_places.age between state.age_from and coalesce(state.age_to, free_places.age)
    ),
    candidate as materialized (
        select t.offer_id, t.location_id, t.care_pathway_code, t.segment_code, t.age_from, t.age_to, t.distance_km,
               t.today, t.reaction_by, t.wait_group_code, t.is_barred,
               case when t.is_group_stopped then 'stop' else t.status_code end as status_code,
               t.unknown_code, t.free_count, t.expected_count, t.expected_by, t.first_on,
               t.counted_at, t.expires_at, t.delivery_id, t.line,
               pathway.setting_code, pathway.unit_code,
               case
                   when t.status_code = 'free' then greatest(t.first_on, t.today)
                   when t.status_code = 'expected' then coalesce(case when t.first_on >= t.today then t.first_on end, t.expected_by)
               end as place_on,
               unit.is_treatment_place and t.status_code in ('free', 'expected') and not t.is_group_stopped
                   and (pathway.unit_code <> 'group_place' or t.first_on is not null) as is_by_place
          from told t
          join core.care_pathway pathway on pathway.care_pathway_code = t.care_pathway_code
          join core.place_unit unit on unit.unit_code = pathway.unit_code
    ),
    started as materialized (
        select c.*,
               wait.intake_weeks, wait.treatment_weeks,
               case when c.is_by_place then round((c.place_on - c.today) / 7.0, 1) else wait.start_weeks end as start_weeks,
               case when c.is_by_place then 'place' else coalesce(wait.basis_code, 'none') end as start_basis_code,
               wait.method_code as wait_method_code, wait.reference_on as wait_reference_on, norm.weeks as norm_weeks
          from candidate c
          left join lateral functions.fitting_start(
             case when free_places.urgency = 'regulier' and not c.is_by_place then c.location_id end,
             c.wait_group_code, c.segment_code, c.setting_code,
             functions.age_circuit(c.care_pathway_code, c.age_from, c.age_to), c.today
         ) wait on true
          left join lateral functions.norm_weeks(
             'total', c.segment_code, c.setting_code, case when free_places.urgency = 'regulier' then 'regulier' end,
             coalesce(wait.reference_on, c.today)
         ) norm on true
    ),
    judged as materialized (
        select s.*,
               case
                   when free_places.urgency = 'spoed' then s.place_on <= s.reaction_by
                   else s.start_weeks <= coalesce(s.norm_weeks, s.start_weeks)
               end as is_within_norm
          from started s
    ),
    tiered as materialized (
        select j.*,
               functions.tier(j.status_code, j.is_within_norm, j.is_barred) as tier,
               case
                   when free_places.urgency = 'spoed' then (j.place_on - j.today) / 7.0
                   when j.status_code = 'expected' and j.is_within_norm then greatest(j.start_weeks, (j.expected_by - j.today) / 7.0)
                   else j.start_weeks
               end as weeks_to_go
          from judged j
    ),
    keyed as materialized (
        select t.*,
               functions.wait_band(t.weeks_to_go) as wait_band,
               functions.distance_band(t.distance_km) as distance_band,
               t.today - functions.dutch_date(t.counted_at) as days_old,
               hashint8extended(t.offer_id, t.today - date '2000-01-01') as draw
          from tiered t
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
                            'concern_code', k.concern_code,
                            'concern_name', (select c.name from core.insurer_concern c where c.concern_code = k.concern_code),
                            'diagnosis_group_code', k.diagnosis_group_code,
                            'diagnosis_group_name', (select s.short_name_nl from core.diagnosis_group s
                                                      where s.diagnosis_group_code = k.diagnosis_group_code),
                            'reason_code', k.reason_code,
                            'reason_name', (select c.name_nl from core.closure_reason c where c.reason_code = k.reason_code),
                            'until_on', k.until_on)
                        order by k.concern_code nulls first, k.diagnosis_group_code nulls first, k.until_on nulls first, k.closure_id)
                   from core.closure k
                  where k.location_id = r.location_id and k.withdrawn_by is null
                    and (k.offer_id is null or k.offer_id = r.offer_id)
                    and (k.diagnosis_group_code is null or not g.is_split or k.diagnosis_group_code = o.diagnosis_group_code)
                    and (free_places.own_concerns is null or k.concern_code is null or k.concern_code = any (free_places.own_concerns))
                    and k.from_on <= r.today and (k.until_on is null or k.until_on >= r.today)) as stops,
                (select jsonb_agg(jsonb_build_object(
                            'criterion_code', x.criterion_code,
                            'criterion_name', (select c.name_nl from core.exclusion_criterion c where c.criterion_code = x.criterion_code),
                            'value_code', x.value_code)
                        order by (select c.sort_order from core.exclusion_criterion c where c.criterion_code = x.criterion_code))
                   from core.offer_exclusion x
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
