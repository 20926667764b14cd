-- the mean intake wait of places: weeks and inflow, one of each a place
-- title: Aanmeldwachttijd, gewogen gemiddelde
-- title_en: Intake wait, weighted mean
-- unit: weken
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Weken van de aanvraag tot het eerste gesprek. Een gemiddelde over vestigingen, elk zo zwaar als wie in de laatste twee maanden op intake kwam.
--   Kleine aanbieders geven geen instroom op en tellen hierin niet mee; zij staan apart. Per meetmethode, nooit gemengd.
-- definition_en: Weeks from asking for care to the first talk. A mean over locations, each as heavy as who came to intake in the last two months.
--   Small providers tell no inflow and do not count here; they stand apart. For each method apart, never mixed.
-- source: feed waiting_times_csv; NR/REG-2219a for the terms, the weights after the factsheets of Vektis
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.intake_wait_mean(weeks numeric[], inflow numeric[]) returns numeric
language sql immutable parallel safe
begin atomic
    select functions.weighted_mean(intake_wait_mean.weeks, intake_wait_mean.inflow);
end;
