-- one row per figure and doubt that stands: a wait that is hard to believe, with the two numbers that do not go together
-- severity: medium
-- meaning: a wait cannot be right, or changed as waits do not; it is shown, with the doubt beside it
-- ask: the provider, through the contact of its source
create view checks.implausible_wait as
select sl.source_code, sl.provider_name, sl.location_name, f.reference_on, f.circuit_code, f.diagnosis_group_code, f.segment_code,
       f.setting_code, f.method_code, f.flag_code, f.told, f.expected, f.known_at
  from core.wait_flag f
  join core.source_location sl on sl.source_location_id = f.source_location_id
 where f.lifted_at is null;
