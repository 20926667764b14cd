-- one row: at least and at most so many persons stand behind waiting places
-- title: Mensen achter de wachtplekken
-- title_en: Persons behind the waiting places
-- unit: mensen, van en tot
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Wachtplekken min de plekken die iemand dubbel bezet: het landelijk gepubliceerde laagste en hoogste deel daarvan, als
--   instelling. Aanname: wie dubbel wacht bezet twee plekken, en dat deel is in elke regio en groep gelijk. Is het deel niet
--   bekend dan is alleen zeker: hoogstens het aantal plekken.
-- definition_en: Waiting places less the places that somebody holds twice: the lowest and highest share published nationally, as a
--   setting. Assumption: who waits twice holds two places, and the share is the same in each region and group. Where it is not
--   known only this is sure: at most the number of places.
-- source: AZWA agreement text; the counts of October 2024; the division is ours (core.wait_setting)
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.persons_behind_places(places bigint, overlap_low_share numeric, overlap_high_share numeric) returns table (at_least bigint, at_most bigint)
language sql immutable parallel safe
begin atomic
    select floor(persons_behind_places.places * (1 - persons_behind_places.overlap_high_share))::bigint,
           ceil(persons_behind_places.places * (1 - coalesce(persons_behind_places.overlap_low_share, 0)))::bigint;
end;
