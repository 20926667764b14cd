-- the share of the waiting places that wait longer than the norm already
-- title: Deel van de wachtplekken boven de norm
-- title_en: Share of the waiting places over the norm
-- unit: deel
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Wachtplekken die al langer wachten dan de norm, gedeeld door alle wachtplekken. Gaat over wie nog wacht, anders dan de
--   gerealiseerde wachttijd, die alleen telt wie aan de beurt kwam.
-- definition_en: Waiting places that already wait longer than the norm, divided by all. About who still waits, unlike the realised
--   wait, which counts only those whose turn came.
-- source: feed waiting_times_csv; NR/REG-2219a for the terms, the weights after the factsheets of Vektis
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.share_waiting_over_norm(over_norm bigint, waiting bigint) returns numeric
language sql immutable parallel safe
begin atomic
    select share_waiting_over_norm.over_norm::numeric / nullif(share_waiting_over_norm.waiting, 0);
end;
