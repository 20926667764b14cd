-- one row per source that may send
-- audience: app_coordinator, app_operator
create function read.sources(as_of timestamptz)
returns table (source_code text, feed_code text, name text, entry_code text, is_historic boolean, is_active boolean)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code, s.feed_code, s.name, s.entry_code, s.is_historic, s.is_active
      from core.source s
     order by s.feed_code, s.source_code;
end;
