-- one row per location, age circuit, diagnosis group and list (intake, treatment) of a month: its waiting places, and those over the norm
-- Of the kind asked for, both lists of the total; only where both numbers are told.
-- after: waiting_told
create function functions.waiting_steps(month date, known_at timestamptz, kind text, circuit text) returns table (
    region_code text, circuit_code text, diagnosis_group_code text, step_code text, waiting bigint, over_norm bigint
)
language sql stable
begin atomic
    select t.region_code, t.circuit_code, t.diagnosis_group_code, step.code, step.waiting, step.over_norm
      from functions.waiting_told(waiting_steps.month, waiting_steps.known_at) t
     cross join lateral (values
         ('intake', t.waiting_intake_count, t.waiting_intake_over_norm_count),
         ('treatment', t.waiting_treatment_count, t.waiting_treatment_over_norm_count)) as step (code, waiting, over_norm)
     where (waiting_steps.kind = 'total' or step.code = waiting_steps.kind)
       and (waiting_steps.circuit is null or t.circuit_code = waiting_steps.circuit)
       and step.waiting is not null and step.over_norm is not null;
end;
