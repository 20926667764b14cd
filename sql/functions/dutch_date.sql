-- one date for one moment: the calendar day in the Netherlands, whatever the time zone of the session
-- Null for null. Functions of this schema are plain (no definer, no search path of their own) so that the planner can
-- put their bodies into the question; names are bound when they are created.
create function functions.dutch_date(moment timestamptz) returns date
language sql immutable parallel safe
begin atomic
    select (dutch_date.moment at time zone 'Europe/Amsterdam')::date;
end;
