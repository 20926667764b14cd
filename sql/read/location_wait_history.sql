-- one row per published wait of a location and reference date, its newest version, with the norm that was in force then
-- Waits in weeks are public figures and no counts of people; a wait for one insurer only is left out. Two rows may share a
-- line in a chart when all of circuit, group, literal group, segment, setting, method and start event are equal.
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.location_wait_history(as_of timestamptz, location bigint, row_limit integer default 2000) returns table (
    source_location_id bigint, circuit_code text, circuit_name_nl text, circuit_name_en text, diagnosis_group_code text,
    group_name_nl text, group_name_en text, list_code text, group_literal text, segment_code text, setting_code text, method_code text,
    method_name_nl text, method_name_en text, start_event_code text, reference_on date, version smallint,
    intake_weeks numeric, intake_state text, treatment_weeks numeric, treatment_state text,
    intake_norm_weeks numeric, treatment_norm_weeks numeric, delivery_id bigint, line bigint,
    flag_codes text[]
)
language sql stable security definer set search_path = ''
begin atomic
    select w.source_location_id, w.circuit_code, c.name_nl, c.name_en, w.diagnosis_group_code, g.short_name_nl, g.name_en, g.list_code,
           w.group_literal, w.segment_code, w.setting_code, w.method_code, m.name_nl, m.name_en, w.start_event_code, w.reference_on,
           w.version, w.intake_weeks, w.intake_state, w.treatment_weeks, w.treatment_state, intake_norm.weeks, treatment_norm.weeks,
           w.delivery_id, w.line,
           functions.figure_flags(location_wait_history.as_of, sl.location_id, w.delivery_id, w.line)
      from core.source_location sl
      join core.waiting_time w on w.source_location_id = sl.source_location_id
      join core.age_circuit c on c.circuit_code = w.circuit_code
      join core.diagnosis_group g on g.diagnosis_group_code = w.diagnosis_group_code
      join core.wait_method m on m.method_code = w.method_code
      left join lateral functions.norm_weeks('intake', w.segment_code, w.setting_code, 'regulier', w.reference_on) intake_norm on true
      left join lateral functions.norm_weeks('treatment', w.segment_code, w.setting_code, 'regulier', w.reference_on) treatment_norm on true
     where sl.location_id = location_wait_history.location
       and w.insurer_literal = ''
       and w.occurrence = 1
       and w.reference_on <= functions.dutch_date(location_wait_history.as_of)
       and not exists (
           select from core.waiting_time newer
            where (newer.source_location_id, newer.reference_on, newer.circuit_code, newer.diagnosis_group_code, newer.group_literal,
                   newer.insurer_literal, newer.segment_code, newer.setting_code, newer.method_code, newer.occurrence)
                = (w.source_location_id, w.reference_on, w.circuit_code, w.diagnosis_group_code, w.group_literal,
                   w.insurer_literal, w.segment_code, w.setting_code, w.method_code, w.occurrence)
              and newer.version > w.version)
     order by w.reference_on desc, c.sort_order, g.sort_order, w.group_literal, w.segment_code, w.setting_code, w.method_code,
              w.source_location_id
     limit location_wait_history.row_limit;
end;
