-- why an application cannot be sent in or approved, as codes; none when it can
-- nothing: no place that is new here; taken: a location's code is that of another provider here; unknown_postcode; other_region: no
-- location lies in the region of the invitation. What else is wrong in a place is judged as in every delivery.
-- after: application_locations, application_places
create function functions.application_faults(invitation bigint) returns text[]
language sql stable
begin atomic
    with places as materialized (
        select l.agb_location, l.region_code from functions.application_locations(application_faults.invitation) l
    )
    select array_remove(array[
               case when functions.application_places(i.invitation_id) is null then 'nothing' end,
               case when exists (
                   select from places p
                     join core.location_identifier c on c.system_code = 'agb' and c.value = p.agb_location and c.valid_to is null
                     join core.location l on l.location_id = c.location_id
                    where not exists (select from core.provider_identifier own
                                       where own.provider_id = l.provider_id and own.system_code = 'agb' and own.value = i.agb_code and own.valid_to is null))
                 or exists (
                   select from places p
                     join core.provider_identifier c on c.system_code = 'agb' and c.value = p.agb_location and c.valid_to is null
                    where c.value <> i.agb_code) then 'taken' end,
               case when exists (select from places p where p.region_code is null) then 'unknown_postcode' end,
               case when not exists (select from places p where p.region_code = i.region_code) then 'other_region' end], null)
      from ops.invitation i
     where i.invitation_id = application_faults.invitation;
end;
