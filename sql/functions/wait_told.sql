-- one row per place, month, age circuit, diagnosis group, literal group, segment, setting, method and occurrence: the newest word known then
-- A place is our location, or the source's own while it is not matched (a negative unit_id). Two sources that tell the same
-- figure of the same month count once, by the later delivery. A historic source is its published delivery. Figures for one
-- insurer are left out. A place is in stop when it says so itself, or by a stop for everybody in force on the reference date.
-- after: dutch_date
create function functions.wait_told(known_at timestamptz, from_on date, to_on date) returns table (
    period_from date, unit_id bigint, location_id bigint, source_location_id bigint, circuit_code text, diagnosis_group_code text,
    group_literal text, segment_code text, setting_code text, method_code text, occurrence smallint, reference_on date, version smallint,
    delivery_id bigint, line bigint, intake_weeks numeric, intake_state text, treatment_weeks numeric, treatment_state text,
    inflow_intake_count integer, inflow_treatment_count integer, is_stopped boolean
)
language sql stable
begin atomic
    -- Decided for each delivery and month, not for each figure: of so few rows the planner knows how many there are.
    with published as materialized (
        select v.period_from, (v.period_from + interval '1 month')::date as period_to, v.delivery_id, v.known_at
          from core.wait_version v
          join raw.delivery d on d.delivery_id = v.delivery_id
          join core.source so on so.source_code = d.source_code
          left join core.source_state st on st.source_code = so.source_code
         where v.period_from >= date_trunc('month', wait_told.from_on)::date
           and v.period_from <= date_trunc('month', wait_told.to_on)::date
           and v.known_at <= wait_told.known_at
           and (not so.is_historic or st.delivery_id = v.delivery_id)
    )
    select w.period_from, w.unit_id, w.location_id, w.source_location_id, w.circuit_code, w.diagnosis_group_code, w.group_literal,
           w.segment_code, w.setting_code, w.method_code, w.occurrence, w.reference_on, w.version, w.delivery_id, w.line,
           w.intake_weeks, w.intake_state, w.treatment_weeks, w.treatment_state, w.inflow_intake_count, w.inflow_treatment_count,
           w.intake_state = 'stop' or exists (
               select from core.closure k
                where k.location_id = w.location_id and k.concern_code is null
                  and k.from_on <= w.reference_on and (k.until_on is null or k.until_on >= w.reference_on)
                  and (k.diagnosis_group_code is null or k.diagnosis_group_code = w.diagnosis_group_code)
                  and (k.offer_id is null or exists (
                          select from core.offer o
                           where o.offer_id = k.offer_id and o.diagnosis_group_code = w.diagnosis_group_code
                             and o.segment_code = w.segment_code))
                  and (k.withdrawn_by is null or exists (
                          select from raw.delivery d
                           where d.delivery_id = k.withdrawn_by and functions.dutch_date(d.delivered_at) > w.reference_on)))
      from (select distinct on (t.unit_id, t.period_from, t.circuit_code, t.diagnosis_group_code, t.group_literal, t.segment_code,
                                t.setting_code, t.method_code, t.occurrence) t.*
              from (select v.period_from, coalesce(sl.location_id, -sl.source_location_id) as unit_id, sl.location_id, v.known_at, f.*
                      from published v
                      join core.waiting_time f
                        on f.delivery_id = v.delivery_id and f.reference_on >= v.period_from and f.reference_on < v.period_to
                      join core.source_location sl on sl.source_location_id = f.source_location_id
                     where f.reference_on >= date_trunc('month', wait_told.from_on)::date
                       and f.reference_on < (date_trunc('month', wait_told.to_on) + interval '1 month')::date
                       and f.insurer_literal = '') t
             order by t.unit_id, t.period_from, t.circuit_code, t.diagnosis_group_code, t.group_literal, t.segment_code, t.setting_code,
                      t.method_code, t.occurrence, t.reference_on desc, t.known_at desc, t.version desc, t.source_location_id) w;
end;
