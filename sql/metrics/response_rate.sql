-- the share of those who must deliver that did; null where nobody must
-- title: Respons
-- title_en: Response rate
-- unit: deel
-- better: higher
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Vestigingen die voor de maand hebben aangeleverd, gedeeld door de vestigingen van wie dat volgens de lijst van
--   aanleverplichtigen op de eerste dag van de maand moest. Zonder lijst niet bekend.
-- definition_en: Locations that delivered for the month, divided by those of who had to by the list of duties on the first day of
--   the month. Not known without a list.
-- source: core.wait_duty, which the operator brings
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.response_rate(delivered bigint, obliged bigint) returns numeric
language sql immutable parallel safe
begin atomic
    select response_rate.delivered::numeric / nullif(response_rate.obliged, 0);
end;
