-- one row per care pathway on that day, with the unit in which its places are counted
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.care_pathways(as_of timestamptz) returns table (
    care_pathway_code text, name_nl text, name_en text, segment_code text, setting_code text, unit_code text, has_places boolean,
    is_per_diagnosis_group boolean, is_mostly_unlimited boolean, is_for_complaints boolean, sort_order integer
)
language sql stable security definer set search_path = ''
begin atomic
    select p.care_pathway_code, p.name_nl, p.name_en, p.segment_code, p.setting_code, p.unit_code, p.has_places,
           p.is_per_diagnosis_group, p.is_mostly_unlimited, p.is_for_complaints, p.sort_order
      from core.care_pathway p
     where p.valid_from <= functions.dutch_date(care_pathways.as_of)
       and (p.valid_to is null or p.valid_to > functions.dutch_date(care_pathways.as_of))
     order by p.sort_order, p.care_pathway_code;
end;
