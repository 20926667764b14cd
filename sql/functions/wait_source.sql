-- the source under which the waits that a location states on its form are kept, whether it is there yet or not
create function functions.wait_source(location bigint) returns text
language sql stable
begin atomic
    select 'wachttijd-' || min(i.value)
      from core.location l
      join core.provider_identifier i on i.provider_id = l.provider_id and i.system_code = 'agb' and i.valid_to is null
     where l.location_id = wait_source.location;
end;
