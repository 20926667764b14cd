-- the median wait of the places that tell no inflow, in weeks
-- title: Wachttijd van kleine aanbieders, mediaan
-- title_en: Wait of small providers, median
-- unit: weken
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: De middelste wachttijd van de vestigingen zonder opgegeven instroom. Zie: Kleine aanbieders zonder instroom.
-- definition_en: The middle wait of the locations that tell no inflow. See: Small providers without inflow.
-- source: feed waiting_times_csv; NR/REG-2219a for the terms, the weights after the factsheets of Vektis
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.small_provider_median(weeks numeric[], inflow numeric[]) returns numeric
language sql immutable parallel safe
begin atomic
    select functions.quantile(array_agg(u.weeks), 0.5)
      from unnest(small_provider_median.weeks, small_provider_median.inflow) as u (weeks, inflow)
     where u.inflow is null;
end;
