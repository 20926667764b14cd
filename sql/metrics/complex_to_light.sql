-- one row per provider with a location that treats both kinds of groups: how much longer its complex groups wait than elsewhere
-- One figure a place and group: its provider, place, group, whether the group is complex, and the wait in weeks. Compared
-- within places, so that a slow house is no finding: log(weeks + 0.5), less what the group and the place account for (a
-- two-way fit of three rounds), and of what is left the mean of the complex groups less that of the light ones. The places of
-- a provider are averaged, each as heavy as it has groups. What is chance comes from the spread of all places around their
-- median (1.4826 times the median absolute deviation, which a few odd ones cannot move), so it grows where providers differ anyway.
-- ratio is against what is usual for those groups (1 is usual), with bounds at z; is_flagged when even its lower bound is over
-- 1. Without min_places such places nothing is said of chance: bounds and flag are null.
-- title: Licht voor complex
-- title_en: Light before complex
-- unit: verhouding
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Hoeveel langer de complexe groepen van een aanbieder wachten dan zijn lichte, vergeleken met wat voor die groepen gewoon
--   is (1 is gewoon), met de grenzen van het toeval. Alleen binnen vestigingen die beide soorten behandelen. Gemarkeerd als het
--   meer is dan toeval (kans 2 %). Welke groepen complex zijn is een eigen, aanpasbare lijst. Een reden om te vragen, geen verwijt.
-- definition_en: How much longer the complex groups of a provider wait than its light ones, against what is usual for those groups
--   (1 is usual), with the limits of chance. Only within locations that treat both. Flagged where it is more than chance (2 %).
--   Which groups are complex is our own list, to be edited. A reason to ask, no reproach.
-- source: feed waiting_times_csv; core.group_complexity and the method are ours
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.complex_to_light(
    providers text[], places bigint[], groups text[], complex boolean[], weeks numeric[], z double precision, min_places integer
) returns table (
    provider text, place_count bigint, plain_ratio double precision, ratio double precision, ratio_low double precision,
    ratio_high double precision, is_flagged boolean
)
language sql immutable parallel safe
begin atomic
    with figure as (
        select u.provider, u.place, u."group", u.is_complex, ln(u.weeks::double precision + 0.5) as y
          from unnest(complex_to_light.providers, complex_to_light.places, complex_to_light.groups, complex_to_light.complex,
                      complex_to_light.weeks) as u (provider, place, "group", is_complex, weeks)
         where u.weeks is not null
    ),
    both_kinds as (
        select f.*
          from (select f.*, bool_or(f.is_complex) over here and not bool_and(f.is_complex) over here as has_both
                  from figure f window here as (partition by f.provider, f.place)) f
         where f.has_both
    ),
    round_1 as (select b.*, b.y - avg(b.y) over (partition by b.provider, b.place) as r from both_kinds b),
    group_1 as (select r.*, r.y - avg(r.r) over (partition by r."group") as q from round_1 r),
    round_2 as (select g.*, g.y - avg(g.q) over (partition by g.provider, g.place) as r2 from group_1 g),
    group_2 as (select r.*, r.y - avg(r.r2) over (partition by r."group") as q2 from round_2 r),
    round_3 as (select g.*, g.y - avg(g.q2) over (partition by g.provider, g.place) as r3 from group_2 g),
    left_over as (select r.*, r.y - avg(r.r3) over (partition by r."group") as rest from round_3 r),
    per_place as (
        select l.provider, l.place,
               avg(l.y) filter (where l.is_complex) - avg(l.y) filter (where not l.is_complex) as plain,
               avg(l.rest) filter (where l.is_complex) - avg(l.rest) filter (where not l.is_complex) as excess,
               1.0 / count(*) filter (where l.is_complex) + 1.0 / count(*) filter (where not l.is_complex) as unit_variance
          from left_over l
         group by l.provider, l.place
    ),
    usual as (
        select count(*) as place_count,
               percentile_cont(0.5) within group (order by p.excess) as middle
          from per_place p
    ),
    spread as (
        select 1.4826 * percentile_cont(0.5) within group (order by abs(p.excess - u.middle) / sqrt(p.unit_variance)::double precision) as sigma
          from per_place p cross join usual u
    ),
    per_provider as (
        select p.provider, count(*) as place_count,
               sum(p.plain / p.unit_variance) / sum(1 / p.unit_variance) as plain,
               sum((p.excess - u.middle) / p.unit_variance) / sum(1 / p.unit_variance) as excess,
               1 / sqrt(sum(1 / p.unit_variance))::double precision as root
          from per_place p cross join usual u
         group by p.provider
    ),
    judged as (
        select o.*, case when u.place_count >= complex_to_light.min_places then complex_to_light.z * s.sigma * o.root end as margin
          from per_provider o cross join usual u cross join spread s
    )
    select j.provider, j.place_count, exp(j.plain), exp(j.excess), exp(j.excess - j.margin), exp(j.excess + j.margin), j.excess > j.margin
      from judged j
     order by j.excess - j.margin desc nulls last, j.provider;
end;
