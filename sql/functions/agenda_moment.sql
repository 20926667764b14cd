-- one row: the week (its Monday) in which as_of lies on the Dutch calendar, and the moment at which its agenda is frozen for a region
-- The usual time is Monday at 8 on the Dutch clock; a row of core.agenda_time sets another. A time that the clock skips counts as
-- an hour later, one that it has twice as the second.
-- after: dutch_date
create function functions.agenda_moment(as_of timestamptz, region text) returns table (week_on date, due_at timestamptz)
language sql stable
begin atomic
    select monday.week_on,
           (monday.week_on + coalesce(t.weekday_number, 1) - 1 + coalesce(t.from_time, time '08:00')) at time zone 'Europe/Amsterdam'
      from (select functions.dutch_date(agenda_moment.as_of)
                   - (extract(isodow from functions.dutch_date(agenda_moment.as_of))::integer - 1) as week_on) monday
      left join core.agenda_time t on t.region_code = agenda_moment.region;
end;
