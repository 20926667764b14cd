-- how many waiting places there are for both steps
-- title: Wachtplekken
-- title_en: Waiting places
-- unit: wachtplekken
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Plekken op de lijst voor intake plus plekken op de lijst voor behandeling. Wie op twee lijsten staat telt twee keer:
--   een wachtplek is geen mens.
-- definition_en: Places on the list for intake plus places on the list for treatment. Who stands on two lists counts twice:
--   a waiting place is not a person.
-- source: feed waiting_times_csv; NR/REG-2219a for the terms, the weights after the factsheets of Vektis
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.waiting_place_count(for_intake bigint, for_treatment bigint) returns bigint
language sql immutable parallel safe
begin atomic
    select coalesce(waiting_place_count.for_intake, 0) + coalesce(waiting_place_count.for_treatment, 0)
     where num_nonnulls(waiting_place_count.for_intake, waiting_place_count.for_treatment) > 0;
end;
