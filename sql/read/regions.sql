-- one row per region of a layer on that day, by code (names are sorted by the reader: the database knows no Dutch collation)
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.regions(as_of timestamptz, layer text default 'zorgkantoorregio') returns table (region_code text, name text)
language sql stable security definer set search_path = ''
begin atomic
    select r.region_code, r.name
      from core.region r
     where r.layer_code = regions.layer
       and r.valid_from <= functions.dutch_date(regions.as_of)
       and (r.valid_to is null or r.valid_to > functions.dutch_date(regions.as_of))
     order by r.region_code;
end;
