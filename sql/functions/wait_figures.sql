-- one row as functions.wait_figures_computed gives: from core.wait_figure where the month stands ready, else computed
-- A month stands ready when nothing it was made of changed since and the question is about what was known in the span it holds for.
-- after: wait_figures_computed
create function functions.wait_figures(known_at timestamptz, from_on date, to_on date) returns table (
    period_from date, method_code text, unit_id bigint, location_id bigint, source_location_id bigint, circuit_code text,
    diagnosis_group_code text, segment_code text, setting_code text, reference_on date, intake_weeks numeric, treatment_weeks numeric,
    inflow_intake_count integer, inflow_treatment_count integer, is_stopped boolean, flag_codes text
)
language sql stable
begin atomic
    with ready as materialized (
        select m.period_from, m.known_at
          from core.wait_figure_month m
          join ops.release r on m.release_sha256 = r.logic_sha256 || r.reference_sha256
         where m.period_from >= date_trunc('month', wait_figures.from_on)::date
           and m.period_from <= date_trunc('month', wait_figures.to_on)::date
           and m.known_at <= wait_figures.known_at and (m.until_at is null or m.until_at > wait_figures.known_at)
    ),
    missing as materialized (
        select distinct v.period_from
          from core.wait_version v
         where v.period_from >= date_trunc('month', wait_figures.from_on)::date
           and v.period_from <= date_trunc('month', wait_figures.to_on)::date
           and v.period_from not in (select r.period_from from ready r)
    )
    select f.period_from, f.method_code, f.unit_id, f.location_id, f.source_location_id, f.circuit_code, f.diagnosis_group_code,
           f.segment_code, f.setting_code, f.reference_on, f.intake_weeks, f.treatment_weeks, f.inflow_intake_count,
           f.inflow_treatment_count, f.is_stopped, f.flag_codes
      from ready r
      join core.wait_figure f on f.period_from = r.period_from and f.known_at = r.known_at
    union all
    select c.*
      from missing m
     cross join lateral functions.wait_figures_computed(wait_figures.known_at, m.period_from, m.period_from) c;
end;
