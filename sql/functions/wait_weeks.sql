-- the weeks of one kind of wait that a figure tells, or null: a number or no wait (zero); a stop or an unread text is no number
-- The total is intake plus treatment, where both are told.
create function functions.wait_weeks(kind text, intake_weeks numeric, treatment_weeks numeric) returns numeric
language sql immutable parallel safe
begin atomic
    select case wait_weeks.kind
               when 'intake' then wait_weeks.intake_weeks
               when 'treatment' then wait_weeks.treatment_weeks
               when 'total' then wait_weeks.intake_weeks + wait_weeks.treatment_weeks end;
end;
