-- one row per region, age circuit and diagnosis group, and per total over any of them, that told waiting places for a month
-- A code that is null is the total over all of them. A cell below the threshold is null, the others are rounded
-- (core.small_number_rule). A total is the sum of the cells that are shown, with the number of those that are not beside it:
-- totals of the counts as they are can be taken apart, even rounded; these hold nothing that the cells do not show, so no
-- subtraction can bring a small count back. The rows are the same whoever filters: a filter only chooses among them; 'all'
-- chooses the totals, null gives both. Without a month the newest. Counts are waiting places; who looked is written down.
-- audience: app_insurer
create function read.waiting_counts(
    as_of timestamptz, asker bigint, month date default null, region text default null, circuit text default null,
    diagnosis_group text default null, request_id text default null
) returns table (
    month date, region_code text, circuit_code text, diagnosis_group_code text,
    waiting_intake_count bigint, hidden_intake_cell_count bigint, waiting_treatment_count bigint, hidden_treatment_cell_count bigint,
    threshold integer, rounding integer
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => waiting_counts.as_of, account => waiting_counts.asker, event_type => 'waiting_counts_read', action => 'R',
        object_type => 'waiting_counts', region => waiting_counts.region, request_id => waiting_counts.request_id,
        detail => jsonb_strip_nulls(jsonb_build_object(
            'month', waiting_counts.month, 'circuit', waiting_counts.circuit, 'diagnosis_group', waiting_counts.diagnosis_group)));
    with asked as materialized (
        select coalesce(date_trunc('month', waiting_counts.month)::date,
                        (select date_trunc('month', max(t.reference_on))::date
                           from core.waiting_time t
                          where t.reference_on <= functions.dutch_date(waiting_counts.as_of)
                            and coalesce(t.waiting_intake_count, t.waiting_treatment_count) is not null)) as month
    ),
    counted as (
        select asked.month, t.region_code, t.circuit_code, t.diagnosis_group_code,
               sum(t.waiting_intake_count)::bigint as intake, sum(t.waiting_treatment_count)::bigint as treatment
          from asked
         cross join functions.waiting_told(asked.month) t
         group by 1, 2, 3, 4
    ),
    shown as (
        select c.*, rule.threshold, rule.rounding,
               functions.suppressed_count(c.intake, rule.threshold, rule.rounding) as shown_intake,
               functions.suppressed_count(c.treatment, rule.threshold, rule.rounding) as shown_treatment
          from counted c
          join core.small_number_rule rule on rule.rule_code = 'waiting'
    ),
    summed as (
        select s.month, s.region_code, s.circuit_code, s.diagnosis_group_code, s.threshold, s.rounding,
               sum(s.shown_intake)::bigint as intake, count(*) filter (where s.intake < s.threshold) as hidden_intake,
               sum(s.shown_treatment)::bigint as treatment, count(*) filter (where s.treatment < s.threshold) as hidden_treatment
          from shown s
         group by s.month, s.threshold, s.rounding, cube (s.region_code, s.circuit_code, s.diagnosis_group_code)
    )
    select c.month, c.region_code, c.circuit_code, c.diagnosis_group_code, c.intake, c.hidden_intake, c.treatment, c.hidden_treatment,
           c.threshold, c.rounding
      from summed c
     where functions.may(waiting_counts.as_of, waiting_counts.asker, 'see_waiting_counts')
       and (waiting_counts.region is null or coalesce(c.region_code, 'all') = waiting_counts.region)
       and (waiting_counts.circuit is null or coalesce(c.circuit_code, 'all') = waiting_counts.circuit)
       and (waiting_counts.diagnosis_group is null or coalesce(c.diagnosis_group_code, 'all') = waiting_counts.diagnosis_group)
     order by c.region_code nulls first, c.circuit_code nulls first, c.diagnosis_group_code nulls first;
end;
