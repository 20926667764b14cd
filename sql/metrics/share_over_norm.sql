-- the share of places whose wait is over its norm; null without a place that has both
-- title: Deel van de vestigingen boven de norm
-- title_en: Share of the locations over the norm
-- unit: deel
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Vestigingen met een langere wachttijd dan de norm die op hun peildatum gold, gedeeld door alle met een wachttijd en
--   een norm. Niet afgerond vergeleken. Een nieuwe norm verandert geen oordeel over eerdere maanden.
-- definition_en: Locations whose wait is longer than the norm in force on their reference date, divided by all with a wait and a
--   norm. Compared unrounded. A new norm changes no verdict on earlier months.
-- source: core.norm (vzinfo.nl; TH/BR-025 as quoted by a third party)
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.share_over_norm(weeks numeric[], norms numeric[]) returns numeric
language sql immutable parallel safe
begin atomic
    select avg((u.weeks > u.norm)::integer) from unnest(share_over_norm.weeks, share_over_norm.norms) as u (weeks, norm)
     where u.weeks is not null and u.norm is not null;
end;
