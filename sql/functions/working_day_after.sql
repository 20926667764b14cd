-- one date for one date: the nth working day after it (no weekend, no day of core.holiday); n from 1 to 60
create function functions.working_day_after(from_on date, n integer) returns date
language sql stable parallel safe
begin atomic
    select day::date
      from generate_series(
               working_day_after.from_on + interval '1 day',
               working_day_after.from_on + (2 * working_day_after.n + 20) * interval '1 day',
               interval '1 day'
           ) as day
     where extract(isodow from day) < 6
       and not exists (select from core.holiday where holiday.holiday_on = day::date)
     order by day
    offset working_day_after.n - 1
     limit 1;
end;
