-- one row per region that holds the four-digit postcode, in every layer; none when the postcode is not known
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.region_of_postcode(as_of timestamptz, postcode text) returns table (layer_code text, region_code text, name text)
language sql stable security definer set search_path = ''
begin atomic
    select r.layer_code, r.region_code, r.name
      from functions.regions_of_postcode(region_of_postcode.postcode, functions.dutch_date(region_of_postcode.as_of)) own
      join core.region r on r.region_code = own.region_code
      join core.region_layer layer on layer.layer_code = r.layer_code
     order by layer.sort_order, r.region_code;
end;
