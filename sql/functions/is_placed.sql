-- whether a source has told of a location that stands in a region, or may report for one by its AGB codes
-- It looks as far as the first one; the offers come last, for they are not kept by source.
create function functions.is_placed(source text) returns boolean
language sql stable
begin atomic
    select exists (
               select from core.capacity_current c
                 join core.offer o on o.offer_id = c.offer_id
                 join core.location l on l.location_id = o.location_id
                where c.source_code = is_placed.source and l.postcode4 is not null)
        or exists (
               select from core.source_location sl
                 join core.location l on l.location_id = sl.location_id
                where sl.source_code = is_placed.source and l.postcode4 is not null)
        or exists (
               select from core.source_agb a
                 join core.location_identifier i on i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
                 join core.location l on l.location_id = i.location_id
                where a.source_code = is_placed.source and l.postcode4 is not null)
        or exists (
               select from core.source_agb a
                 join core.provider_identifier i on i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
                 join core.location l on l.provider_id = i.provider_id
                where a.source_code = is_placed.source and l.postcode4 is not null)
        or exists (
               select from core.offer o
                 join core.location l on l.location_id = o.location_id
                where o.source_code = is_placed.source and l.postcode4 is not null);
end;
