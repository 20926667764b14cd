-- the moment from which a count may no longer be shown as current, or null when the time to live is null
-- Hours are elapsed hours. Days and working days keep the local clock time of the count (Europe/Amsterdam), so that a
-- count of 07:10 holds until 07:10 also over a change of the clock; working days skip weekends and core.holiday.
create function functions.expires_at(counted_at timestamptz, time_to_live text) returns timestamptz
language sql stable parallel safe
begin atomic
    select case
        when time_to_live like '% hours' then counted_at + replace(time_to_live, ' hours', '')::integer * interval '1 hour'
        when time_to_live like '% working days' then (
            select (day::date + (counted_at at time zone 'Europe/Amsterdam')::time) at time zone 'Europe/Amsterdam'
              from generate_series(
                       (counted_at at time zone 'Europe/Amsterdam')::date + interval '1 day',
                       (counted_at at time zone 'Europe/Amsterdam')::date
                           + (2 * replace(time_to_live, ' working days', '')::integer + 20) * interval '1 day',
                       interval '1 day'
                   ) as day
             where extract(isodow from day) < 6
               and not exists (select from core.holiday where holiday.holiday_on = day::date)
             order by day
            offset replace(time_to_live, ' working days', '')::integer - 1
             limit 1
        )
        else (
            (counted_at at time zone 'Europe/Amsterdam') + replace(time_to_live, ' days', '')::integer * interval '1 day'
        ) at time zone 'Europe/Amsterdam'
    end;
end;
