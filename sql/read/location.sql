-- one row: the location, whose it is, where it lies and how it is reached; none for a number that is no location
-- A number that was merged into another gives that other.
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.location(as_of timestamptz, location bigint) returns table (
    location_id bigint, provider_name text, location_name text, place_name text, postcode4 text, region_code text, region_name text,
    size_code text, agb_code text, phone text, provider_phone text, consult_phone text, consult_hours text, is_fictional boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select l.location_id, p.name, l.name, coalesce(l.place_name, place.place_name), l.postcode4, place.zorgkantoorregio_code, r.name,
           p.size_code,
           (select i.value
              from core.location_identifier i
             where i.location_id = l.location_id and i.system_code = 'agb'
               and i.valid_from <= functions.dutch_date(location.as_of)
               and (i.valid_to is null or i.valid_to > functions.dutch_date(location.as_of))
             order by i.is_alias, i.value
             limit 1),
           l.phone, p.phone, l.consult_phone, l.consult_hours, p.is_fictional
      from core.location l
      join core.provider p on p.provider_id = l.provider_id
      left join core.postcode place on place.postcode4 = l.postcode4
      left join core.region r on r.region_code = place.zorgkantoorregio_code
     where l.location_id = functions.surviving_location(location.location);
end;
