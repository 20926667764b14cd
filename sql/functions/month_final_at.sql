-- one moment for one month: from when its figures are final; what comes later is a correction
-- The day of the next month is core.wait_setting's final_day, at midnight in the Netherlands.
-- after: wait_setting
create function functions.month_final_at(month date) returns timestamptz
language sql stable parallel safe
begin atomic
    select (date_trunc('month', month_final_at.month)::date + interval '1 month'
            + (functions.wait_setting('final_day', month_final_at.month)::integer - 1) * interval '1 day') at time zone 'Europe/Amsterdam';
end;
