-- what the national directory knows of a provider by its AGB code: {name, phone, kvk_number, locations: [...]}; {} when nothing
-- Its locations are those that its organization manages, with the names of the form transferpunt/manual/1.
create function functions.directory_of(agb_code text) returns jsonb
language sql stable
begin atomic
    select coalesce((
        select jsonb_strip_nulls(jsonb_build_object(
                   'name', o.name, 'phone', o.phone, 'kvk_number', o.kvk_number,
                   'locations', (
                       select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                                  'agb_location', l.agb_code, 'location_name', l.name, 'postcode', l.postcode, 'place_name', l.place_name,
                                  'phone', l.phone)) order by l.name, l.resource_id), '[]')
                         from core.directory_entry l
                        where l.source_code = o.source_code and l.resource_type = 'Location' and l.is_active and not l.is_deleted
                          and right(l.parent_reference, length('Organization/' || o.resource_id)) = 'Organization/' || o.resource_id)))
          from core.directory_entry o
         where o.resource_type = 'Organization' and o.agb_code = directory_of.agb_code and o.is_active and not o.is_deleted
         order by o.updated_at desc, o.source_code, o.resource_id
         limit 1), '{}');
end;
