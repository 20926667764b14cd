-- one row per location of an application: its code, and the region in which its postcode lies, null for a postcode that is none
-- after: application
create function functions.application_locations(invitation bigint) returns table (agb_location text, region_code text)
language sql stable
begin atomic
    select place ->> 'agb_location', p.zorgkantoorregio_code
      from jsonb_array_elements(functions.application(application_locations.invitation) -> 'locations' -> 'locations') place
      left join core.postcode p on p.postcode4 = left(place ->> 'postcode', 4);
end;
