-- one row per location, age circuit and diagnosis group: the waiting places it told for a month, its newest word
-- Of several figures for the same the newest date, version and the first method count; figures for one insurer, and
-- locations that lie in no region, are left out. With known_at what was known by then. The sums are over segments, settings and the group as literally written.
create function functions.waiting_told(month date, known_at timestamptz default null) returns table (
    region_code text, location_id bigint, circuit_code text, diagnosis_group_code text, waiting_intake_count bigint,
    waiting_treatment_count bigint, waiting_intake_over_norm_count bigint, waiting_treatment_over_norm_count bigint
)
language sql stable
begin atomic
    select place.zorgkantoorregio_code, w.location_id, w.circuit_code, w.diagnosis_group_code,
           sum(w.waiting_intake_count), sum(w.waiting_treatment_count),
           sum(w.waiting_intake_over_norm_count), sum(w.waiting_treatment_over_norm_count)
      from (select distinct on (sl.location_id, t.circuit_code, t.diagnosis_group_code, t.group_literal, t.segment_code, t.setting_code)
                   sl.location_id, t.circuit_code, t.diagnosis_group_code, t.waiting_intake_count, t.waiting_treatment_count,
                   t.waiting_intake_over_norm_count, t.waiting_treatment_over_norm_count
              from core.waiting_time t
              join core.source_location sl on sl.source_location_id = t.source_location_id
             where t.reference_on >= date_trunc('month', waiting_told.month)::date
               and t.reference_on < (date_trunc('month', waiting_told.month) + interval '1 month')::date
               and t.insurer_literal = ''
               and sl.location_id is not null
               and (waiting_told.known_at is null or exists (
                       select from core.wait_version v
                        where v.delivery_id = t.delivery_id and v.period_from = date_trunc('month', t.reference_on)::date
                          and v.known_at <= waiting_told.known_at))
             order by sl.location_id, t.circuit_code, t.diagnosis_group_code, t.group_literal, t.segment_code, t.setting_code,
                      t.reference_on desc, t.version desc, t.method_code, t.source_location_id) w
      join core.location l on l.location_id = w.location_id
      join core.postcode place on place.postcode4 = l.postcode4
     where coalesce(w.waiting_intake_count, w.waiting_treatment_count) is not null
     group by 1, 2, 3, 4;
end;
