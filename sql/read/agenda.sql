-- one row: the agenda of one of the asker's own regions for the week of a monday (null: the week of as_of), beside the one frozen before it
-- frozen_at is null for this week's while it is not frozen: then content is how it stands at as_of, and due_at when it will be. No
-- row for a region that is not the asker's own, and for another week of which nothing was frozen. content: read.agenda_content.
-- after: agenda_content
-- audience: app_coordinator
create function read.agenda(as_of timestamptz, asker bigint, region text, monday date default null) returns table (
    region_code text, week_on date, due_at timestamptz, frozen_at timestamptz, content jsonb,
    before_week_on date, before_frozen_at timestamptz, before_content jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    with asked as materialized (
        select moment.due_at, moment.week_on as this_week_on, coalesce(agenda.monday, moment.week_on) as week_on
          from functions.agenda_moment(agenda.as_of, agenda.region) moment
         where functions.is_own_region(agenda.as_of, agenda.asker, 'settle_calls', agenda.region)
    )
    select agenda.region, asked.week_on, coalesce(f.due_at, asked.due_at), f.frozen_at,
           coalesce(f.content, read.agenda_content(agenda.as_of, agenda.region)), b.week_on, b.frozen_at, b.content
      from asked
      left join core.agenda f on f.region_code = agenda.region and f.week_on = asked.week_on and f.frozen_at <= agenda.as_of
      left join lateral (
          select earlier.week_on, earlier.frozen_at, earlier.content
            from core.agenda earlier
           where earlier.region_code = agenda.region and earlier.week_on < asked.week_on
           order by earlier.week_on desc
           limit 1) b on true
     where f.region_code is not null or asked.week_on = asked.this_week_on;
end;
