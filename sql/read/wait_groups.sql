-- one row per diagnosis group that a wait was ever told by, of whatever list: what to call it, also in a month of long ago
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_groups(as_of timestamptz) returns table (
    diagnosis_group_code text, list_code text, name_nl text, short_name_nl text, name_en text, is_split boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select g.diagnosis_group_code, g.list_code, g.name_nl, g.short_name_nl, g.name_en, g.is_split
      from core.diagnosis_group g
     where g.valid_from <= functions.dutch_date(wait_groups.as_of)
     order by g.list_code desc, g.sort_order, g.diagnosis_group_code;
end;
