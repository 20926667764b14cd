-- the source under which a location's own statements are kept: one of the form for exactly this location or its provider, null for none
create function functions.statement_source(location bigint) returns text
language sql stable
begin atomic
    select min(s.source_code)
      from core.source s
      join core.source_agb a on a.source_code = s.source_code
      join core.location l on l.location_id = statement_source.location
     where s.feed_code = 'manual' and s.is_partial and s.is_active and not s.is_any_agb and s.source_code not like 'desk-%'
       and (exists (select from core.location_identifier i
                     where i.location_id = l.location_id and i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null)
            or exists (select from core.provider_identifier i
                        where i.provider_id = l.provider_id and i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null));
end;
