-- one row per region whose agenda of this week is due and not frozen yet
-- A week that is over is not made up for: how it stood then cannot be told any more.
-- audience: etl_writer
create function read.agenda_due(as_of timestamptz) returns table (region_code text, week_on date, due_at timestamptz)
language sql stable security definer set search_path = ''
begin atomic
    select r.region_code, moment.week_on, moment.due_at
      from core.region r
     cross join lateral functions.agenda_moment(agenda_due.as_of, r.region_code) moment
     where r.layer_code = 'zorgkantoorregio'
       and r.valid_from <= functions.dutch_date(agenda_due.as_of)
       and (r.valid_to is null or r.valid_to > functions.dutch_date(agenda_due.as_of))
       and moment.due_at <= agenda_due.as_of
       and not exists (select from core.agenda a where a.region_code = r.region_code and a.week_on = moment.week_on)
     order by r.region_code;
end;
