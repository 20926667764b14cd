-- one row: the centre of the area of a four-digit postcode, in degrees (WGS84); none when the postcode is not known
-- audience: app_gp, app_provider, app_coordinator, app_operator
create function read.postcode_centre(as_of timestamptz, postcode text) returns table (postcode4 text, latitude numeric, longitude numeric)
language sql stable security definer set search_path = ''
begin atomic
    select p.postcode4, p.latitude, p.longitude from core.postcode p where p.postcode4 = postcode_centre.postcode;
end;
