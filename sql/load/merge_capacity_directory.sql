-- rename and move the providers and locations that a delivery of places names otherwise than before; waits that came before them find them
create function load.merge_capacity_directory(delivery bigint, applied_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    insert into core.provider_former (provider_id, ended_at, name, delivery_id)
    select distinct p.provider_id, merge_capacity_directory.applied_at, p.name, merge_capacity_directory.delivery
      from raw.staged_capacity s
      join core.provider_identifier i on i.system_code = 'agb' and i.value = s.agb_provider and i.valid_to is null and not i.is_alias
      join core.provider p on p.provider_id = i.provider_id
     where s.delivery_id = delivery and p.name <> s.provider_name
        on conflict do nothing;
    update core.provider p
       set name = s.provider_name, size_code = coalesce(s.size_code, p.size_code)
      from (select distinct on (agb_provider) * from raw.staged_capacity where delivery_id = delivery order by agb_provider, line) s
      join core.provider_identifier i on i.system_code = 'agb' and i.value = s.agb_provider and i.valid_to is null and not i.is_alias
     where p.provider_id = i.provider_id and (p.name, p.size_code) is distinct from (s.provider_name, coalesce(s.size_code, p.size_code));

    insert into core.location_former (location_id, ended_at, provider_id, name, postcode4, postcode6, place_name, delivery_id)
    select distinct l.location_id, merge_capacity_directory.applied_at, l.provider_id, l.name, l.postcode4, l.postcode6, l.place_name, merge_capacity_directory.delivery
      from raw.staged_capacity s
      join core.location_identifier i on i.system_code = 'agb' and i.value = s.agb_location and i.valid_to is null and not i.is_alias
      join core.provider_identifier pi on pi.system_code = 'agb' and pi.value = s.agb_provider and pi.valid_to is null
      join core.location l on l.location_id = i.location_id
     where s.delivery_id = delivery
       and (l.provider_id, l.name, l.postcode4, l.postcode6, l.place_name)
           is distinct from (pi.provider_id, s.location_name, s.postcode4, s.postcode6, s.place_name)
        on conflict do nothing;
    update core.location l
       set provider_id = pi.provider_id, name = s.location_name, postcode4 = s.postcode4, postcode6 = s.postcode6, place_name = s.place_name,
           phone = s.phone, consult_phone = s.consult_phone, consult_hours = s.consult_hours
      from (select distinct on (agb_location) * from raw.staged_capacity where delivery_id = delivery order by agb_location, line) s
      join core.location_identifier i on i.system_code = 'agb' and i.value = s.agb_location and i.valid_to is null and not i.is_alias
      join core.provider_identifier pi on pi.system_code = 'agb' and pi.value = s.agb_provider and pi.valid_to is null
     where l.location_id = i.location_id
       and (l.provider_id, l.name, l.postcode4, l.postcode6, l.place_name, l.phone, l.consult_phone, l.consult_hours)
           is distinct from
           (pi.provider_id, s.location_name, s.postcode4, s.postcode6, s.place_name, s.phone, s.consult_phone, s.consult_hours);

    -- waits that came before the location was known find it now
    update core.source_location sl
       set location_id = i.location_id, matched_by = 'agb', matched_at = applied_at
      from raw.staged_capacity s
      join core.location_identifier i on i.system_code = 'agb' and i.value = s.agb_location and i.valid_to is null
     where s.delivery_id = delivery and sl.location_id is null and sl.agb_code = s.agb_location;
end;
