-- one row per figure of these months and way in which it is hard to believe: what was told and what it does not go with
-- Each is compared with the same figure of the month before; a month that is missing is not bridged. "unit" outweighs "jump".
-- The list of a month is its waiting places for intake and treatment. Bounds hold without the optional columns too: who waits
-- over a norm of more than a month for treatment waited a month ago already; and with some of them: a list loses no more than
-- started and left, gains no more than came, and no more start in a month than in the two months it belongs to.
-- after: wait_setting, norm_weeks
create function functions.wait_doubts(source_location_ids bigint[], from_on date, to_on date) returns table (
    source_location_id bigint, reference_on date, circuit_code text, diagnosis_group_code text, group_literal text, insurer_literal text,
    segment_code text, setting_code text, method_code text, occurrence smallint, version smallint, flag_code text, told numeric,
    expected numeric
)
language sql stable
begin atomic
    with setting as materialized (
        select functions.wait_setting('balance_slack_count', wait_doubts.to_on) as balance_count,
               functions.wait_setting('balance_slack_share', wait_doubts.to_on) as balance_share,
               functions.wait_setting('jump_factor', wait_doubts.to_on) as jump_factor,
               functions.wait_setting('jump_weeks', wait_doubts.to_on) as jump_weeks,
               functions.wait_setting('jump_always_weeks', wait_doubts.to_on) as jump_always,
               functions.wait_setting('unit_low_factor', wait_doubts.to_on) as unit_low,
               functions.wait_setting('unit_high_factor', wait_doubts.to_on) as unit_high,
               functions.wait_setting('count_factor', wait_doubts.to_on) as count_factor,
               functions.wait_setting('count_jump_count', wait_doubts.to_on) as count_jump,
               functions.wait_setting('frozen_months', wait_doubts.to_on) as frozen_months,
               functions.wait_setting('frozen_months_weeks_only', wait_doubts.to_on) as frozen_weeks_only,
               functions.wait_setting('impossible_min_count', wait_doubts.to_on) as impossible_count
    ),
    newest as materialized (
        select distinct on (t.source_location_id, t.circuit_code, t.diagnosis_group_code, t.group_literal, t.insurer_literal, t.segment_code,
                            t.setting_code, t.method_code, t.occurrence, date_trunc('month', t.reference_on))
               t.*, (extract(year from t.reference_on) * 12 + extract(month from t.reference_on))::integer as month_number,
               t.waiting_intake_count + t.waiting_treatment_count as list_count
          from core.waiting_time t
         where t.source_location_id = any (wait_doubts.source_location_ids)
           and t.reference_on >= (date_trunc('month', wait_doubts.from_on)
                                  - (select greatest(s.frozen_months, s.frozen_weeks_only, 1)::integer from setting s) * interval '1 month')::date
           and t.reference_on < (date_trunc('month', wait_doubts.to_on) + interval '1 month')::date
         order by t.source_location_id, t.circuit_code, t.diagnosis_group_code, t.group_literal, t.insurer_literal, t.segment_code,
                  t.setting_code, t.method_code, t.occurrence, date_trunc('month', t.reference_on), t.reference_on desc, t.version desc
    ),
    beside as (
        select n.*, lag(n.month_number) over series as before_month, lag(n.intake_weeks) over series as before_intake,
               lag(n.treatment_weeks) over series as before_treatment, lag(n.list_count) over series as before_list,
               lag(n.waiting_treatment_count) over series as before_waiting_treatment,
               -- a run of equal figures: the months since one was another than the month before
               row(n.intake_weeks, n.treatment_weeks, n.waiting_intake_count, n.waiting_treatment_count, n.inflow_intake_count,
                   n.inflow_treatment_count)
               is distinct from lag(row(n.intake_weeks, n.treatment_weeks, n.waiting_intake_count, n.waiting_treatment_count,
                                        n.inflow_intake_count, n.inflow_treatment_count)) over series
               or n.month_number <> lag(n.month_number) over series + 1 as is_new
          from newest n
        window series as (partition by n.source_location_id, n.circuit_code, n.diagnosis_group_code, n.group_literal, n.insurer_literal,
                                       n.segment_code, n.setting_code, n.method_code, n.occurrence
                          order by n.month_number)
    ),
    counted as (
        select b.*, count(*) filter (where b.is_new) over series as run
          from beside b
        window series as (partition by b.source_location_id, b.circuit_code, b.diagnosis_group_code, b.group_literal, b.insurer_literal,
                                       b.segment_code, b.setting_code, b.method_code, b.occurrence
                          order by b.month_number)
    ),
    figure as (
        select c.*, c.before_month = c.month_number - 1 as has_before,
               row_number() over (partition by c.source_location_id, c.circuit_code, c.diagnosis_group_code, c.group_literal,
                                               c.insurer_literal, c.segment_code, c.setting_code, c.method_code, c.occurrence, c.run
                                  order by c.month_number) as run_length
          from counted c
    ),
    judged as (
        select f.*, s.*, norm.intake as norm_intake, norm.treatment as norm_treatment,
               greatest(s.balance_count, s.balance_share * greatest(f.list_count, f.before_list)) as slack,
               f.has_before and f.before_intake > 0 and f.intake_weeks between s.unit_low * f.before_intake and s.unit_high * f.before_intake
                   and f.intake_weeks - f.before_intake >= s.jump_weeks as is_unit_intake,
               f.has_before and f.before_treatment > 0
                   and f.treatment_weeks between s.unit_low * f.before_treatment and s.unit_high * f.before_treatment
                   and f.treatment_weeks - f.before_treatment >= s.jump_weeks as is_unit_treatment
          from figure f
         cross join setting s
         cross join lateral (
             select (select w.weeks from functions.norm_weeks('intake', f.segment_code, f.setting_code, 'regulier', f.reference_on) w) as intake,
                    (select w.weeks from functions.norm_weeks('treatment', f.segment_code, f.setting_code, 'regulier', f.reference_on) w) as treatment
         ) norm
         where f.reference_on >= date_trunc('month', wait_doubts.from_on)::date
    )
    select distinct on (j.source_location_id, j.reference_on, j.circuit_code, j.diagnosis_group_code, j.group_literal, j.insurer_literal,
                        j.segment_code, j.setting_code, j.method_code, j.occurrence, j.version, doubt.flag_code)
           j.source_location_id, j.reference_on, j.circuit_code, j.diagnosis_group_code, j.group_literal, j.insurer_literal, j.segment_code,
           j.setting_code, j.method_code, j.occurrence, j.version, doubt.flag_code, doubt.told, doubt.expected
      from judged j
     cross join lateral (values
         ('balance', j.list_count::numeric, (j.before_list + j.new_month_count - j.started_month_count - j.left_month_count)::numeric,
          j.has_before and abs(j.list_count - (j.before_list + j.new_month_count - j.started_month_count - j.left_month_count)) > j.slack),
         ('bound', j.waiting_treatment_over_norm_count::numeric, j.before_waiting_treatment::numeric,
          j.has_before and j.norm_treatment > 5 and j.waiting_treatment_over_norm_count > j.before_waiting_treatment + j.slack),
         ('bound', j.list_count::numeric, (j.before_list + j.new_month_count - coalesce(j.started_month_count, 0))::numeric,
          j.has_before and num_nonnulls(j.started_month_count, j.left_month_count) < 2
          and j.list_count > j.before_list + j.new_month_count - coalesce(j.started_month_count, 0) + j.slack),
         ('bound', j.list_count::numeric, (j.before_list - j.started_month_count - j.left_month_count)::numeric,
          j.has_before and j.new_month_count is null
          and j.list_count < j.before_list - j.started_month_count - j.left_month_count - j.slack),
         ('bound', j.started_month_count::numeric, j.inflow_treatment_count::numeric,
          j.started_month_count > j.inflow_treatment_count + coalesce(j.slack, j.balance_count)),
         ('unit', j.intake_weeks, j.before_intake, j.is_unit_intake),
         ('unit', j.treatment_weeks, j.before_treatment, j.is_unit_treatment),
         ('jump', j.intake_weeks, j.before_intake,
          j.has_before and not j.is_unit_intake
          and (abs(j.intake_weeks - j.before_intake) > j.jump_always
               or (greatest(j.intake_weeks, j.before_intake) > j.jump_factor * least(j.intake_weeks, j.before_intake)
                   and abs(j.intake_weeks - j.before_intake) >= j.jump_weeks))),
         ('jump', j.treatment_weeks, j.before_treatment,
          j.has_before and not j.is_unit_treatment
          and (abs(j.treatment_weeks - j.before_treatment) > j.jump_always
               or (greatest(j.treatment_weeks, j.before_treatment) > j.jump_factor * least(j.treatment_weeks, j.before_treatment)
                   and abs(j.treatment_weeks - j.before_treatment) >= j.jump_weeks))),
         ('count_jump', j.list_count::numeric, j.before_list::numeric,
          j.has_before and abs(j.list_count - j.before_list) >= j.count_jump
          and greatest(j.list_count, j.before_list) > j.count_factor * least(j.list_count, j.before_list)),
         -- a week of slack, for waits are told rounded up; only of those whose turn came is the mean the mean of the counted
         ('impossible', j.intake_weeks, j.norm_intake,
          j.method_code <> 'current' and j.inflow_intake_count >= j.impossible_count
          and ((j.inflow_intake_within_norm_count = j.inflow_intake_count and j.intake_weeks > j.norm_intake + 1)
               or (j.inflow_intake_within_norm_count = 0 and j.intake_weeks < j.norm_intake - 1))),
         ('impossible', j.treatment_weeks, j.norm_treatment,
          j.method_code <> 'current' and j.inflow_treatment_count >= j.impossible_count
          and ((j.inflow_treatment_within_norm_count = j.inflow_treatment_count and j.treatment_weeks > j.norm_treatment + 1)
               or (j.inflow_treatment_within_norm_count = 0 and j.treatment_weeks < j.norm_treatment - 1))),
         ('frozen', j.run_length::numeric, case when j.list_count is null then j.frozen_weeks_only else j.frozen_months end,
          j.run_length >= case when j.list_count is null then j.frozen_weeks_only else j.frozen_months end
          and (j.intake_weeks > 0 or j.treatment_weeks > 0 or j.list_count > 0)),
         ('zero_wait', j.waiting_intake_over_norm_count::numeric, 0::numeric, j.intake_weeks = 0 and j.waiting_intake_over_norm_count > 0),
         ('zero_wait', j.waiting_treatment_over_norm_count::numeric, 0::numeric,
          j.treatment_weeks = 0 and j.waiting_treatment_over_norm_count > 0)
     ) as doubt (flag_code, told, expected, is_found)
     where doubt.is_found
     order by j.source_location_id, j.reference_on, j.circuit_code, j.diagnosis_group_code, j.group_literal, j.insurer_literal,
              j.segment_code, j.setting_code, j.method_code, j.occurrence, j.version, doubt.flag_code,
              abs(doubt.told - doubt.expected) desc nulls last;
end;
