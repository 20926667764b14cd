-- merge the staged versions of a delivery into the replica: the newest of each resource, never over a newer one
-- So it comes to the same in whatever order, and however often, versions arrive.
create function load.apply_directory(delivery bigint, applied_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    insert into core.directory_entry as known (
        source_code, resource_type, resource_id, version_id, updated_at, is_deleted, is_active, name, agb_code, ura_number, kvk_number,
        kvk_vestiging, type_code, postcode, place_name, phone, parent_reference, location_references, delivery_id, line
    )
    select distinct on (s.resource_type, s.resource_id)
           d.source_code, s.resource_type, s.resource_id, s.version_id, s.updated_at, s.is_deleted, s.is_active, s.name, s.agb_code,
           s.ura_number, s.kvk_number, s.kvk_vestiging, s.type_code, s.postcode, s.place_name, s.phone, s.parent_reference,
           coalesce(s.location_references, '{}'), delivery, s.line
      from raw.staged_directory s
      join raw.delivery d on d.delivery_id = s.delivery_id
     where s.delivery_id = delivery
     order by s.resource_type, s.resource_id, s.updated_at desc, length(s.version_id) desc nulls last, s.version_id desc, s.line desc
        on conflict (source_code, resource_type, resource_id) do update
       set version_id = excluded.version_id, updated_at = excluded.updated_at, is_deleted = excluded.is_deleted,
           is_active = excluded.is_active, name = excluded.name, agb_code = excluded.agb_code, ura_number = excluded.ura_number,
           kvk_number = excluded.kvk_number, kvk_vestiging = excluded.kvk_vestiging, type_code = excluded.type_code,
           postcode = excluded.postcode, place_name = excluded.place_name, phone = excluded.phone,
           parent_reference = excluded.parent_reference, location_references = excluded.location_references,
           delivery_id = excluded.delivery_id, line = excluded.line
     where known.updated_at < excluded.updated_at;
end;
