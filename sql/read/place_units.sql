-- one row per unit in which places are counted on that day; an intake slot is no treatment place
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.place_units(as_of timestamptz) returns table (
    unit_code text, singular_nl text, plural_nl text, singular_en text, plural_en text, is_treatment_place boolean, sort_order integer
)
language sql stable security definer set search_path = ''
begin atomic
    select u.unit_code, u.singular_nl, u.plural_nl, u.singular_en, u.plural_en, u.is_treatment_place, u.sort_order
      from core.place_unit u
     where u.valid_from <= functions.dutch_date(place_units.as_of)
       and (u.valid_to is null or u.valid_to > functions.dutch_date(place_units.as_of))
     order by u.sort_order;
end;
