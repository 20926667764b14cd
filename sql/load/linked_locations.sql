-- one row per location that a source of the form speaks for: a reminder to that source has a link for each; no rows for another source
create function load.linked_locations(source text) returns table (location_id bigint, location_name text)
language sql stable security definer set search_path = ''
begin atomic
    select l.location_id, l.name
      from core.location l
     where functions.statement_source(l.location_id) = linked_locations.source
       and exists (select from core.offer o where o.location_id = l.location_id)
       and l.location_id in (
           select i.location_id from core.source_agb a
             join core.location_identifier i on i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
            where a.source_code = linked_locations.source
           union
           select own.location_id from core.source_agb a
             join core.provider_identifier i on i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
             join core.location own on own.provider_id = i.provider_id
            where a.source_code = linked_locations.source)
     order by l.name, l.location_id
     limit 20;
end;
