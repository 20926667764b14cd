-- one row per figure that counts, as functions.wait_told tells it, with the codes of the doubts about it (null: none), joined by commas
-- Computed from what was delivered. functions.wait_figures gives the same, from what stands ready where it does.
-- after: wait_told
create function functions.wait_figures_computed(known_at timestamptz, from_on date, to_on date) returns table (
    period_from date, method_code text, unit_id bigint, location_id bigint, source_location_id bigint, circuit_code text,
    diagnosis_group_code text, segment_code text, setting_code text, reference_on date, intake_weeks numeric, treatment_weeks numeric,
    inflow_intake_count integer, inflow_treatment_count integer, is_stopped boolean, flag_codes text
)
language sql stable
begin atomic
    with doubted as materialized (
        select f.source_location_id, f.reference_on, f.circuit_code, f.diagnosis_group_code, f.group_literal, f.segment_code,
               f.setting_code, f.method_code, f.occurrence, f.version, string_agg(distinct f.flag_code, ',') as flag_codes
          from core.wait_flag f
         where f.reference_on >= date_trunc('month', wait_figures_computed.from_on)::date
           and f.reference_on < (date_trunc('month', wait_figures_computed.to_on) + interval '1 month')::date
           and f.insurer_literal = '' and f.known_at <= wait_figures_computed.known_at
           and (f.lifted_at is null or f.lifted_at > wait_figures_computed.known_at)
         group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    )
    select t.period_from, t.method_code, t.unit_id, t.location_id, t.source_location_id, t.circuit_code, t.diagnosis_group_code,
           t.segment_code, t.setting_code, t.reference_on, t.intake_weeks, t.treatment_weeks, t.inflow_intake_count,
           t.inflow_treatment_count, t.is_stopped, d.flag_codes
      from functions.wait_told(wait_figures_computed.known_at, wait_figures_computed.from_on, wait_figures_computed.to_on) t
      left join doubted d
        on d.source_location_id = t.source_location_id and d.reference_on = t.reference_on and d.circuit_code = t.circuit_code
       and d.diagnosis_group_code = t.diagnosis_group_code and d.group_literal = t.group_literal and d.segment_code = t.segment_code
       and d.setting_code = t.setting_code and d.method_code = t.method_code and d.occurrence = t.occurrence and d.version = t.version;
end;
