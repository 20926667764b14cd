-- make the newest figures of a delivery of waits the current ones; a historic source shows its last delivery only
create function load.show_waiting_time(delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    insert into core.waiting_current as shown (
        source_location_id, circuit_code, diagnosis_group_code, group_literal, insurer_literal, segment_code, setting_code, method_code,
        occurrence, reference_on, version, intake_weeks, intake_state, treatment_weeks, treatment_state, delivery_id, line
    )
    select distinct on (w.source_location_id, w.circuit_code, w.diagnosis_group_code, w.group_literal, w.insurer_literal, w.segment_code,
                        w.setting_code, w.method_code, w.occurrence)
           w.source_location_id, w.circuit_code, w.diagnosis_group_code, w.group_literal, w.insurer_literal, w.segment_code,
           w.setting_code, w.method_code, w.occurrence, w.reference_on, w.version, w.intake_weeks, w.intake_state, w.treatment_weeks,
           w.treatment_state, w.delivery_id, w.line
      from core.waiting_time w
     where w.delivery_id = delivery
       and w.reference_on in (select s.reference_on from raw.staged_waiting_time s where s.delivery_id = delivery)
     order by w.source_location_id, w.circuit_code, w.diagnosis_group_code, w.group_literal, w.insurer_literal, w.segment_code,
              w.setting_code, w.method_code, w.occurrence, w.reference_on desc, w.version desc
        on conflict (source_location_id, circuit_code, diagnosis_group_code, group_literal, insurer_literal, segment_code, setting_code,
                     method_code, occurrence) do update
       set reference_on = excluded.reference_on, version = excluded.version, intake_weeks = excluded.intake_weeks,
           intake_state = excluded.intake_state, treatment_weeks = excluded.treatment_weeks, treatment_state = excluded.treatment_state,
           delivery_id = excluded.delivery_id, line = excluded.line
     where (shown.reference_on, shown.version) < (excluded.reference_on, excluded.version);
    delete from core.waiting_current c
     using core.source_location sl, raw.delivery d, core.source so
     where d.delivery_id = delivery and so.source_code = d.source_code and so.is_historic and sl.source_code = d.source_code
       and c.source_location_id = sl.source_location_id and c.delivery_id <> delivery;
end;
