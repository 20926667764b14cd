-- how many places tell a wait and no inflow
-- title: Kleine aanbieders zonder instroom
-- title_en: Small providers without inflow
-- unit: vestigingen
-- better: higher
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Vestigingen die een wachttijd opgeven en geen instroom, zoals kleine aanbieders mogen. Zij hebben geen gewicht in het
--   gemiddelde en staan daarom apart: hun aantal en hun mediaan.
-- definition_en: Locations that tell a wait and no inflow, as small providers may. They have no weight in the mean and therefore
--   stand apart: their number and their median.
-- source: feed waiting_times_csv; NR/REG-2219a for the terms, the weights after the factsheets of Vektis
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.small_provider_count(places bigint[], weeks numeric[], inflow numeric[]) returns bigint
language sql immutable parallel safe
begin atomic
    select count(distinct u.place)
      from unnest(small_provider_count.places, small_provider_count.weeks, small_provider_count.inflow) as u (place, weeks, inflow)
     where u.weeks is not null and u.inflow is null;
end;
