-- one row per source and location in these zorgkantoorregios of which it may report by its AGB codes, or has told
-- What was told is looked up location by location, so that what was told of other regions is never read.
create function functions.told_locations(regions text[]) returns table (source_code text, location_id bigint)
language sql stable
begin atomic
    with here as materialized (
        select l.location_id, l.provider_id
          from core.postcode place
          join core.location l on l.postcode4 = place.postcode4
         where place.zorgkantoorregio_code = any (told_locations.regions)
    )
    select told.source_code, here.location_id
      from here
     cross join lateral (select o.source_code from core.offer o where o.location_id = here.location_id offset 0) told
    union
    select told.source_code, here.location_id
      from here
     cross join lateral (select sl.source_code from core.source_location sl where sl.location_id = here.location_id offset 0) told
    union
    select a.source_code, here.location_id
      from here
      join core.location_identifier i on i.location_id = here.location_id and i.system_code = 'agb' and i.valid_to is null
      join core.source_agb a on a.agb_code = i.value
    union
    select a.source_code, here.location_id
      from here
      join core.provider_identifier i on i.provider_id = here.provider_id and i.system_code = 'agb' and i.valid_to is null
      join core.source_agb a on a.agb_code = i.value;
end;
