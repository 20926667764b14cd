-- one row per source that was switched off
create function load.switched_off() returns table (source_code text)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code from core.source s where not s.is_active order by s.source_code;
end;
