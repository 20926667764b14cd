-- one row per offer that takes part in the urgency and may fit the question, with its place in the list: position 1 first
-- The rules of read.free_places, which puts them in words; see there. care_pathways and diagnosis_groups are pairs (null leaves
-- that side open); an offer that several pairs reach is told by the first that has a diagnosis group, for that knows best which
-- wait is meant. agb: where given, stops and ceilings of the concern count only at locations that bear one of these AGB codes.
-- changed_offer, change_code and changed_criterion rank the same question over data in which one thing is otherwise, for "what
-- would bring this first": counted_today, place_free, criterion_accepted, or contract (of the whole provider).
-- Inside a tier: step, wait band, distance band, days since counted, then taking turns: of equal rows each provider has one
-- before any has two, in an order of providers drawn by the day, and which of its rows it is, is drawn too.
-- after: dutch_date, working_day_after, distance_km, offer_state, retold_state, open_stops, exclusion_answer, match_exclusions,
--   contract_state, call_first, is_own_agb, fitting_start, age_circuit, norm_weeks, tier, tier_step, wait_band, distance_band
create function functions.ranked_offers(
    as_of timestamptz, care_pathways text[], diagnosis_groups text[], urgency text, postcode text, region text, max_km integer,
    age integer, entry_route text, criteria text[], concern text, agb text[],
    changed_offer bigint default null, change_code text default null, changed_criterion text default null
) returns table (
    offer_id bigint, location_id bigint, provider_id bigint, asked_group_code text, today date, distance_km numeric,
    status_code text, unknown_code text, free_count integer, expected_count integer, expected_by date, first_on date,
    counted_at timestamptz, expires_at timestamptz, delivery_id bigint, line bigint,
    intake_weeks numeric, treatment_weeks numeric, start_weeks numeric, start_basis_code text, wait_method_code text,
    wait_reference_on date, norm_weeks numeric, is_within_norm boolean, is_wrong_route boolean, stop_code text,
    exclusion_code text, contract_code text, is_ceiling_reached boolean,
    tier smallint, step smallint, wait_band smallint, distance_band smallint, days_old integer, turn bigint, provider_draw bigint, draw bigint,
    match_count bigint, place bigint, wait_delivery_id bigint, wait_line bigint
)
language sql stable
begin atomic
    with moment as materialized (
        select functions.dutch_date(ranked_offers.as_of) as today,
               case when u.urgency_code = 'spoed' then
                   functions.working_day_after(functions.dutch_date(ranked_offers.as_of), u.reaction_working_days) end as reaction_by,
               array(select g.diagnosis_group_code from core.diagnosis_group g where not g.is_split) as unsplit_codes,
               (select l.provider_id from core.offer o join core.location l on l.location_id = o.location_id
                 where o.offer_id = ranked_offers.changed_offer and ranked_offers.change_code = 'contract') as changed_provider,
               p.latitude, p.longitude,
               -- a degree is at least so many km from south to north, and from west to east up to 54 degrees north
               p.latitude - (ranked_offers.max_km + 1) / 111.0 as south, p.latitude + (ranked_offers.max_km + 1) / 111.0 as north,
               p.longitude - (ranked_offers.max_km + 1) / 64.0 as west, p.longitude + (ranked_offers.max_km + 1) / 64.0 as east,
               ranked_offers.region is not null or (ranked_offers.max_km is not null and p.postcode4 is not null) as is_local
          from core.urgency u
          left join core.postcode p on p.postcode4 = ranked_offers.postcode
         where u.urgency_code = ranked_offers.urgency
    ),
    care as materialized (
        select a.place, a.care_pathway, a.diagnosis_group, split.is_asked as is_group_asked,
               array(select g.diagnosis_group_code from core.diagnosis_group g
                      where g.diagnosis_group_code = a.diagnosis_group or not g.is_split or a.diagnosis_group is null) as group_codes
          from unnest(ranked_offers.care_pathways, ranked_offers.diagnosis_groups) with ordinality a (care_pathway, diagnosis_group, place)
         cross join lateral (select exists (select from core.diagnosis_group g
                                             where g.is_split and g.diagnosis_group_code = a.diagnosis_group) as is_asked) split
    ),
    reachable as materialized (
        select array(select p.care_pathway_code from core.care_pathway p
                      where exists (select from care c where c.care_pathway is null or c.care_pathway = p.care_pathway_code)) as pathway_codes,
               array(select distinct code from care c cross join unnest(c.group_codes) code) as group_codes
    ),
    near as materialized (
        select p.postcode4, away.km
          from moment m
          join core.postcode p
            on (ranked_offers.region is null or p.zorgkantoorregio_code = ranked_offers.region)
           and (m.south is null or (p.latitude between m.south and m.north and p.longitude between m.west and m.east))
         cross join lateral (
             select round(functions.distance_km(m.latitude, m.longitude, p.latitude, p.longitude)::numeric, 1) as km offset 0
         ) away
         where m.is_local
           and (ranked_offers.max_km is null or away.km is null or away.km <= ranked_offers.max_km)
    ),
    -- Which offers to look at is found from the narrow side: the places near by and those we cannot place, else the
    -- pathways; only one of the two ways has rows.
    reach as (
        select o.offer_id, o.care_pathway_code, o.diagnosis_group_code, l.location_id, l.provider_id, l.km as distance_km
          from (select l.location_id, l.provider_id, near.km
                  from near
                  join core.location l on l.postcode4 = near.postcode4
                 union all
                select l.location_id, l.provider_id, null
                  from core.location l
                 where (select m.is_local from moment m) and ranked_offers.region is null and l.postcode4 is null
                offset 0) l
          join core.offer o
            on o.location_id = l.location_id
           and o.care_pathway_code = any ((select r.pathway_codes from reachable r)::text[])
           and o.diagnosis_group_code = any ((select r.group_codes from reachable r)::text[])
        union all
        select o.offer_id, o.care_pathway_code, o.diagnosis_group_code, l.location_id, l.provider_id,
               round(functions.distance_km(m.latitude, m.longitude, p.latitude, p.longitude)::numeric, 1)
          from core.offer o
          join core.location l on l.location_id = o.location_id
          left join core.postcode p on p.postcode4 = l.postcode4
         cross join moment m
         where not (select m.is_local from moment m)
           and o.care_pathway_code = any ((select r.pathway_codes from reachable r)::text[])
           and o.diagnosis_group_code = any ((select r.group_codes from reachable r)::text[])
    ),
    asked as (
        select reach.*, care.diagnosis_group, care.is_group_asked,
               reach.diagnosis_group_code = any (m.unsplit_codes) as is_unsplit,
               reach.offer_id = ranked_offers.changed_offer and ranked_offers.change_code in ('counted_today', 'place_free') as is_retold,
               m.today, m.reaction_by, m.changed_provider
          from moment m
         cross join reach
         cross join lateral (
             select c.diagnosis_group, c.is_group_asked
               from care c
              where (c.care_pathway is null or c.care_pathway = reach.care_pathway_code)
                and reach.diagnosis_group_code = any (c.group_codes)
              order by c.is_group_asked desc, c.place
              limit 1
         ) care
        offset 0
    ),
    -- The stages from here are kept apart (materialized, offset 0): left to itself the planner would write every expression
    -- of one stage into the next many times over, and read all offers for the sake of the way that has no rows.
    told as materialized (
        select a.*, state.segment_code, state.age_from, state.age_to, state.delivery_id, state.line,
               case when a.is_group_asked and a.is_unsplit then a.diagnosis_group else a.diagnosis_group_code end as asked_group_code,
               coalesce(cardinality(state.entry_route_codes) > 0
                        and not ranked_offers.entry_route = any (state.entry_route_codes), false) as is_wrong_route,
               coalesce(again.status_code, state.status_code) as status_code,
               case when a.is_retold then again.unknown_code else state.unknown_code end as unknown_code,
               case when a.is_retold then again.free_count else state.free_count end as free_count,
               case when a.is_retold then again.expected_count else state.expected_count end as expected_count,
               case when a.is_retold then again.expected_from else state.expected_from end as expected_from,
               case when a.is_retold then again.expected_by else state.expected_by end as expected_by,
               case when a.is_retold then again.first_on else state.first_on end as first_on,
               coalesce(again.counted_at, state.counted_at) as counted_at,
               coalesce(again.expires_at, state.expires_at) as expires_at
          from asked a
         cross join lateral (
             select s.* from functions.offer_state(ranked_offers.as_of, ranked_offers.urgency) s where s.offer_id = a.offer_id offset 0
         ) state
          left join lateral (
             select s.*
               from functions.retold_state(
                        ranked_offers.as_of, ranked_offers.urgency, a.offer_id, ranked_offers.change_code = 'place_free') s
              where a.is_retold
             offset 0
         ) again on true
         where ranked_offers.age is null or ranked_offers.age between state.age_from and coalesce(state.age_to, ranked_offers.age)
    ),
    tested as materialized (
        select t.*, pathway.setting_code, pathway.unit_code, unit.is_treatment_place,
               case when t.status_code = 'stop' then 'stop' else barred.stop_code end as stop_code,
               functions.match_exclusions(case when ranked_offers.criteria is not null then array(
                   select case when ranked_offers.change_code = 'criterion_accepted' and t.offer_id = ranked_offers.changed_offer
                                    and criterion = ranked_offers.changed_criterion then 'no_obstacle' else answer.value_code end
                     from unnest(ranked_offers.criteria) criterion
                    cross join lateral functions.exclusion_answer(t.offer_id, criterion, t.today) answer) end) as exclusion_code,
               case when t.provider_id = t.changed_provider and ranked_offers.concern is not null then 'yes'
                    else contract.contract_code end as contract_code,
               contract.is_ceiling_reached and t.provider_id is distinct from t.changed_provider as is_ceiling_reached
          from told t
          join core.care_pathway pathway on pathway.care_pathway_code = t.care_pathway_code
          join core.place_unit unit on unit.unit_code = pathway.unit_code
         cross join lateral (
             select ranked_offers.concern is not null
                    and (ranked_offers.agb is null or functions.is_own_agb(ranked_offers.as_of, ranked_offers.agb, t.location_id))
                    as counts_concern
             offset 0
         ) own
          left join lateral (
             select case when bool_or(k.concern_code is null) then 'group_stop' when count(*) > 0 then 'insurer_stop' end as stop_code
               from functions.open_stops(t.location_id, t.offer_id, t.today) k
              where (k.concern_code is null or (own.counts_concern and k.concern_code = ranked_offers.concern))
                and (k.diagnosis_group_code is null or k.diagnosis_group_code in (t.diagnosis_group_code, t.asked_group_code))
         ) barred on own.counts_concern or t.asked_group_code <> t.diagnosis_group_code
          left join lateral (
             select c.contract_code, c.is_ceiling_reached and own.counts_concern as is_ceiling_reached
               from functions.contract_state(t.provider_id, ranked_offers.concern, extract(year from t.today)::integer) c
         ) contract on ranked_offers.concern is not null
    ),
    started as materialized (
        select t.*, c.said_code, c.call_first, c.place_on,
               wait.intake_weeks, wait.treatment_weeks,
               case when c.is_by_place then round((c.place_on - t.today) / 7.0, 1) else wait.start_weeks end as start_weeks,
               case when c.is_by_place then 'place' else coalesce(wait.basis_code, 'none') end as start_basis_code,
               wait.method_code as wait_method_code, wait.reference_on as wait_reference_on,
               wait.delivery_id as wait_delivery_id, wait.line as wait_line, norm.weeks as norm_weeks
          from tested t
         cross join lateral (
             select case when t.stop_code is not null then 'stop' else t.status_code end as said_code,
                    functions.call_first(t.exclusion_code, t.contract_code, t.is_ceiling_reached) as call_first,
                    case
                        when t.stop_code is not null then null
                        when t.status_code = 'free' then greatest(t.first_on, t.today)
                        when t.status_code = 'expected' then coalesce(case when t.first_on >= t.today then t.first_on end, t.expected_from)
                    end as place_on,
                    t.is_treatment_place and t.status_code in ('free', 'expected') and t.stop_code is null
                        and (t.unit_code <> 'group_place' or t.first_on is not null) as is_by_place
             offset 0
         ) c
          left join lateral functions.fitting_start(
             case when ranked_offers.urgency = 'regulier' and not c.is_by_place then t.location_id end,
             t.asked_group_code, t.segment_code, t.setting_code,
             functions.age_circuit(t.care_pathway_code, t.age_from, t.age_to), t.today
         ) wait on true
          left join lateral functions.norm_weeks(
             'total', t.segment_code, t.setting_code, case when ranked_offers.urgency = 'regulier' then 'regulier' end,
             coalesce(wait.reference_on, t.today)
         ) norm on true
    ),
    keyed as materialized (
        select s.*, judged.is_within_norm, tiered.tier,
               functions.tier_step(tiered.tier, s.said_code, s.call_first, coalesce(s.exclusion_code = 'excluded', false)) as step,
               functions.wait_band(tiered.weeks_to_go) as wait_band,
               functions.distance_band(s.distance_km) as distance_band,
               s.today - functions.dutch_date(s.counted_at) as days_old,
               hashint8extended(s.provider_id, s.today - date '2000-01-01') as provider_draw,
               hashint8extended(s.offer_id, s.today - date '2000-01-01') as draw
          from started s
         cross join lateral (
             select case
                 when ranked_offers.urgency = 'spoed' then s.place_on <= s.reaction_by
                 else s.start_weeks <= coalesce(s.norm_weeks, s.start_weeks)
             end as is_within_norm
             offset 0
         ) judged
         cross join lateral (
             select functions.tier(s.said_code, judged.is_within_norm,
                                   s.is_wrong_route or coalesce(s.exclusion_code = 'excluded', false), s.call_first) as tier,
                    case
                        when ranked_offers.urgency = 'spoed' then (s.place_on - s.today) / 7.0
                        when s.said_code = 'expected' and judged.is_within_norm then
                            greatest(s.start_weeks, (s.expected_from - s.today) / 7.0)
                        else s.start_weeks
                    end as weeks_to_go
             offset 0
         ) tiered
    ),
    turned as (
        select k.*,
               row_number() over (partition by k.tier, k.step, k.wait_band, k.distance_band, k.days_old, k.provider_id
                                  order by k.draw, k.offer_id) as turn
          from keyed k
    )
    select t.offer_id, t.location_id, t.provider_id, t.asked_group_code, t.today, t.distance_km, t.said_code, t.unknown_code, t.free_count,
           t.expected_count, t.expected_by, t.first_on, t.counted_at, t.expires_at, t.delivery_id, t.line, t.intake_weeks,
           t.treatment_weeks, t.start_weeks, t.start_basis_code, t.wait_method_code, t.wait_reference_on, t.norm_weeks,
           t.is_within_norm, t.is_wrong_route, t.stop_code, t.exclusion_code, t.contract_code, t.is_ceiling_reached, t.tier, t.step,
           t.wait_band, t.distance_band, t.days_old, t.turn, t.provider_draw, t.draw, count(*) over (),
           row_number() over (order by t.tier, t.step, t.wait_band, t.distance_band, t.days_old nulls last, t.turn, t.provider_draw, t.draw,
                                     t.offer_id),
           t.wait_delivery_id, t.wait_line
      from turned t;
end;
