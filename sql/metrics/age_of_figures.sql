-- the median age of figures on a day, in days
-- title: Leeftijd van de cijfers, mediaan
-- title_en: Age of the figures, median
-- unit: dagen
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Dagen van de peildatum van elk cijfer tot de dag waarop u kijkt; de middelste van alle vestigingen.
-- definition_en: Days from the reference date of each figure to the day on which you look; the middle one of all locations.
-- source: feed waiting_times_csv; NR/REG-2219a for the terms, the weights after the factsheets of Vektis
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.age_of_figures(on_date date, reference_on date[]) returns numeric
language sql immutable parallel safe
begin atomic
    select functions.quantile(array_agg((age_of_figures.on_date - u.reference_on)::numeric), 0.5)
      from unnest(age_of_figures.reference_on) as u (reference_on);
end;
