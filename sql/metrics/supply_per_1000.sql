-- places per thousand inhabitants of the age group
-- title: Aanbod per 1000 inwoners
-- title_en: Supply per 1 000 inhabitants
-- unit: plekken per 1000 inwoners
-- better: higher
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Plekken die aanbieders in de regio hebben, vrij of bezet, gedeeld door de inwoners van dezelfde leeftijd en maal
--   duizend. Per soort plek. Inwoners van elders gebruiken ze ook.
-- definition_en: Places that providers in the region have, free or taken, divided by the inhabitants of the same age and times a
--   thousand. For each kind of place apart. Inhabitants of elsewhere use them too.
-- source: feed capacity_csv; CBS StatLine 83503NED
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.supply_per_1000(places numeric, inhabitants numeric) returns numeric
language sql immutable parallel safe
begin atomic
    select 1000 * supply_per_1000.places / nullif(supply_per_1000.inhabitants, 0);
end;
