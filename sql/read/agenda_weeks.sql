-- one row per week of which the agenda of one of the asker's own regions was frozen, the newest first
-- audience: app_coordinator
create function read.agenda_weeks(as_of timestamptz, asker bigint, region text) returns table (week_on date, frozen_at timestamptz)
language sql stable security definer set search_path = ''
begin atomic
    select a.week_on, a.frozen_at
      from core.agenda a
     where a.region_code = agenda_weeks.region and a.frozen_at <= agenda_weeks.as_of
       and functions.is_own_region(agenda_weeks.as_of, agenda_weeks.asker, 'settle_calls', agenda_weeks.region)
     order by a.week_on desc;
end;
