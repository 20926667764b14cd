-- make the providers and locations that a delivery of places names first, by AGB code
-- Of an approved application the KvK number is kept too, unless it stands with another provider already.
create function load.make_capacity_directory(delivery bigint, applied_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    with named as (
        select distinct on (s.agb_provider) s.agb_provider, s.provider_name, coalesce(s.size_code, 'unknown') as size_code, so.is_fictional
          from raw.staged_capacity s
          join raw.delivery d on d.delivery_id = s.delivery_id
          join core.source so on so.source_code = d.source_code
         where s.delivery_id = delivery and s.provider_id is null
         order by s.agb_provider, s.line
    ),
    numbered as (select nextval('core.provider_provider_id_seq') as provider_id, named.* from named),
    made as (
        insert into core.provider (provider_id, name, size_code, is_fictional) overriding system value
        select provider_id, provider_name, size_code, is_fictional from numbered
    )
    insert into core.provider_identifier (provider_id, system_code, value, valid_from)
    select provider_id, 'agb', agb_provider, applied_at::date from numbered;

    with named as (
        select distinct on (s.agb_location) s.agb_location, s.location_name, s.postcode4, s.postcode6, s.place_name, s.phone,
               s.consult_phone, s.consult_hours, pi.provider_id
          from raw.staged_capacity s
          join core.provider_identifier pi on pi.system_code = 'agb' and pi.value = s.agb_provider and pi.valid_to is null
         where s.delivery_id = delivery and s.location_id is null
         order by s.agb_location, s.line
    ),
    numbered as (select nextval('core.location_location_id_seq') as location_id, named.* from named),
    made as (
        insert into core.location (location_id, provider_id, name, postcode4, postcode6, place_name, phone, consult_phone, consult_hours)
        overriding system value
        select location_id, provider_id, location_name, postcode4, postcode6, place_name, phone, consult_phone, consult_hours from numbered
    )
    insert into core.location_identifier (location_id, system_code, value, valid_from)
    select location_id, 'agb', agb_location, applied_at::date from numbered;

    insert into core.provider_identifier (provider_id, system_code, value, valid_from)
    select p.provider_id, 'kvk', i.kvk_number, make_capacity_directory.applied_at::date
      from raw.receipt r
      join ops.invitation i on i.receipt_id = r.receipt_id
      join core.provider_identifier p on p.system_code = 'agb' and p.value = i.agb_code and p.valid_to is null
     where r.delivery_id = make_capacity_directory.delivery
        on conflict do nothing;
end;
