-- the 80th percentile of the waits of places, in weeks
-- title: Wachttijd, P80 over vestigingen
-- title_en: Wait, 80th percentile over locations
-- unit: weken
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Van 80 op de 100 vestigingen is de wachttijd hoogstens zo lang. Elke vestiging telt even zwaar, ook een kleine;
--   dit zegt dus iets over vestigingen en niet over mensen.
-- definition_en: Of 80 in 100 locations the wait is at most so long. Each location is as heavy, a small one too;
--   so this is about locations and not about people.
-- source: feed waiting_times_csv; NR/REG-2219a for the terms, the weights after the factsheets of Vektis
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.wait_p80(weeks numeric[]) returns numeric
language sql immutable parallel safe
begin atomic
    select functions.quantile(wait_p80.weeks, 0.8);
end;
