-- one row per single change that would bring an offer higher in the answer to a question: its place now and its place then
-- change_code: counted_today (its count told anew at as_of, with the same numbers), place_free (one place told free from today on),
-- criterion_accepted (criterion_code, one of those asked), contract (of its provider with the concern asked, for all it offers).
-- Highest first; none when nothing would, or when the offer is not in the answer. The question is that of read.free_places.
-- audience: app_gp, app_coordinator, app_operator
create function read.place_first(
    as_of timestamptz,
    offer bigint,
    care_pathway text default null,
    diagnosis_group text default null,
    urgency text default 'regulier',
    postcode text default null,
    region text default null,
    max_km integer default null,
    age integer default null,
    entry_route text default 'gp',
    own_concerns text[] default null,
    care_pathways text[] default null,
    diagnosis_groups text[] default null,
    criteria text[] default null,
    concern text default null
) returns table (change_code text, criterion_code text, place_now bigint, tier_now smallint, place_then bigint, tier_then smallint)
language sql stable security definer set search_path = ''
begin atomic
    with question as materialized (
        select functions.paired_cares(place_first.care_pathway, place_first.care_pathways, place_first.diagnosis_groups) as pathways,
               functions.paired_cares(place_first.diagnosis_group, place_first.diagnosis_groups, place_first.care_pathways) as groups,
               case when place_first.own_concerns is null or place_first.concern = any (place_first.own_concerns)
                    then place_first.concern end as concern
    ),
    present as materialized (
        select r.place, r.tier, r.status_code, r.unknown_code, r.first_on, r.counted_at, r.today, r.contract_code, r.is_ceiling_reached, q.*
          from question q
         cross join lateral functions.ranked_offers(
             place_first.as_of, q.pathways, q.groups, place_first.urgency, place_first.postcode, place_first.region, place_first.max_km,
             place_first.age, place_first.entry_route, place_first.criteria, q.concern, null) r
         where r.offer_id = place_first.offer
    ),
    change as materialized (
        select 1 as step, 'counted_today' as code, null as criterion
          from present p
         where p.counted_at is not null
           and (p.unknown_code is not null or functions.dutch_date(p.counted_at) < p.today)
        union all
        select 2, 'place_free', null
          from present p
         where p.status_code <> 'stop' and (p.status_code <> 'free' or p.first_on > p.today)
        union all
        select 3, 'criterion_accepted', c.criterion_code
          from present p
         cross join core.exclusion_criterion c
         cross join lateral functions.exclusion_answer(place_first.offer, c.criterion_code, p.today) answer
         where c.criterion_code = any (place_first.criteria) and answer.value_code <> 'no_obstacle'
        union all
        select 4, 'contract', null from present p where p.contract_code <> 'yes' or p.is_ceiling_reached
    )
    select change.code, change.criterion, p.place, p.tier, r.place, r.tier
      from present p
     cross join change
     cross join lateral functions.ranked_offers(
         place_first.as_of, p.pathways, p.groups, place_first.urgency, place_first.postcode, place_first.region, place_first.max_km,
         place_first.age, place_first.entry_route, place_first.criteria, p.concern, null,
         place_first.offer, change.code, change.criterion) r
     where r.offer_id = place_first.offer and r.place < p.place
     order by r.place, change.step, change.criterion;
end;
