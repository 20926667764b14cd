-- one row per diagnosis group of the list in use on that day; is_split is false for "all groups together"
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.diagnosis_groups(as_of timestamptz) returns table (
    diagnosis_group_code text, list_code text, name_nl text, short_name_nl text, name_en text, is_split boolean, sort_order integer
)
language sql stable security definer set search_path = ''
begin atomic
    select g.diagnosis_group_code, g.list_code, g.name_nl, g.short_name_nl, g.name_en, g.is_split, g.sort_order
      from core.diagnosis_group g
     where g.valid_from <= functions.dutch_date(diagnosis_groups.as_of)
       and (g.valid_to is null or g.valid_to > functions.dutch_date(diagnosis_groups.as_of))
     order by g.sort_order, g.diagnosis_group_code;
end;
