-- one row per source and location of which it may report by its AGB codes, or has told
create function functions.told_locations() returns table (source_code text, location_id bigint)
language sql stable
begin atomic
    select o.source_code, o.location_id from core.offer o
    union
    select sl.source_code, sl.location_id from core.source_location sl where sl.location_id is not null
    union
    select a.source_code, i.location_id
      from core.source_agb a
      join core.location_identifier i on i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
    union
    select a.source_code, l.location_id
      from core.source_agb a
      join core.provider_identifier i on i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
      join core.location l on l.provider_id = i.provider_id;
end;
