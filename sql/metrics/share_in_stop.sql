-- the share of places that take nobody new
-- title: Deel van de vestigingen in stop
-- title_en: Share of the locations in stop
-- unit: deel
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Vestigingen met een aanmeldstop voor iedereen op de peildatum, gedeeld door alle die voor de maand opgaven. Een stop is
--   geen wachttijd: wie stopt verdwijnt uit het gemiddelde. Kijk daarom ook naar de verandering over dezelfde vestigingen.
-- definition_en: Locations with a stop for everybody on the reference date, divided by all that told the month. A stop is no wait:
--   who stops leaves the mean. Therefore look at the change over the same locations too.
-- source: feeds waiting_times_csv and capacity_csv
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.share_in_stop(is_stopped boolean[]) returns numeric
language sql immutable parallel safe
begin atomic
    select avg(u.is_stopped::integer) from unnest(share_in_stop.is_stopped) as u (is_stopped);
end;
