-- one row per municipality a postcode lies in whose way into youth care is known: who to phone first for somebody under 18
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.youth_routes(as_of timestamptz, postcode text) returns table (
    municipality_code text, municipality_name text, name text, phone text, opening_hours text, is_fictional boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select y.municipality_code, r.name, y.name, y.phone, y.opening_hours, y.is_fictional
      from core.postcode p
      join core.youth_route y on y.municipality_code = p.municipality_code
      join core.region r on r.region_code = y.municipality_code
     cross join functions.dutch_date(youth_routes.as_of) as today
     where p.postcode4 = youth_routes.postcode
       and y.valid_from <= today and (y.valid_to is null or y.valid_to > today);
end;
