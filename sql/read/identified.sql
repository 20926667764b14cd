-- one row: the location or provider (kind) that bears this AGB code today; none for a code that nobody bears
-- audience: app_operator
create function read.identified(as_of timestamptz, asker bigint, kind text, agb_code text) returns table (object_id bigint, name text)
language sql stable security definer set search_path = ''
begin atomic
    select found.object_id, found.name
      from (
          select 'location' as kind_code, l.location_id as object_id, l.name
            from core.location_identifier i
            join core.location l on l.location_id = i.location_id
           where i.system_code = 'agb' and i.value = identified.agb_code and i.valid_to is null
          union all
          select 'provider', p.provider_id, p.name
            from core.provider_identifier i
            join core.provider p on p.provider_id = i.provider_id
           where i.system_code = 'agb' and i.value = identified.agb_code and i.valid_to is null
      ) found
     where found.kind_code = identified.kind and functions.may(identified.as_of, identified.asker, 'manage_master_data');
end;
