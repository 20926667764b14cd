-- one row per criterion on which providers say they turn patients away, on that day; is_beside: asked with the complaint
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.exclusion_criteria(as_of timestamptz) returns table (
    criterion_code text, name_nl text, name_en text, is_beside boolean, sort_order integer
)
language sql stable security definer set search_path = ''
begin atomic
    select c.criterion_code, c.name_nl, c.name_en, c.is_beside, c.sort_order
      from core.exclusion_criterion c
     where c.valid_from <= functions.dutch_date(exclusion_criteria.as_of)
       and (c.valid_to is null or c.valid_to > functions.dutch_date(exclusion_criteria.as_of))
     order by c.sort_order, c.criterion_code;
end;
