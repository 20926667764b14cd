-- whether a location, or the provider it belongs to, bears one of these AGB codes today
-- after: dutch_date
create function functions.is_own_agb(as_of timestamptz, agb_codes text[], location bigint) returns boolean
language sql stable parallel safe
begin atomic
    select exists (
               select from core.location_identifier i
                where i.location_id = is_own_agb.location and i.system_code = 'agb' and i.value = any (is_own_agb.agb_codes)
                  and i.valid_from <= functions.dutch_date(is_own_agb.as_of)
                  and (i.valid_to is null or i.valid_to > functions.dutch_date(is_own_agb.as_of)))
        or exists (
               select from core.location l
                 join core.provider_identifier i on i.provider_id = l.provider_id
                where l.location_id = is_own_agb.location and i.system_code = 'agb' and i.value = any (is_own_agb.agb_codes)
                  and i.valid_from <= functions.dutch_date(is_own_agb.as_of)
                  and (i.valid_to is null or i.valid_to > functions.dutch_date(is_own_agb.as_of)));
end;
