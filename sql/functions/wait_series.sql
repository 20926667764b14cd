-- one row for one offer: the series of waits that its form tells: of its location, circuit, group, segment and setting, as it is now
-- No row for care of the social domain, which has no such waits. Offers that differ in pathway only share a series.
-- after: age_circuit
create function functions.wait_series(offer bigint) returns table (
    location_id bigint, circuit_code text, diagnosis_group_code text, segment_code text, setting_code text
)
language sql stable
begin atomic
    select o.location_id, functions.age_circuit(o.care_pathway_code, o.age_from, o.age_to), o.diagnosis_group_code, o.segment_code, w.setting_code
      from core.offer o
      join core.care_pathway w on w.care_pathway_code = o.care_pathway_code
     where o.offer_id = wait_series.offer and o.segment_code in ('gb-ggz', 's-ggz');
end;
