-- one row per complaint word on that day and one thing it may lead to (a pathway, a diagnosis group, or both together)
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.complaint_terms(as_of timestamptz) returns table (
    term text, language text, care_pathway_code text, diagnosis_group_code text
)
language sql stable security definer set search_path = ''
begin atomic
    select t.term, t.language, t.care_pathway_code, t.diagnosis_group_code
      from core.complaint_term t
     where t.valid_from <= functions.dutch_date(complaint_terms.as_of)
       and (t.valid_to is null or t.valid_to > functions.dutch_date(complaint_terms.as_of))
     order by t.language desc, t.complaint_term_code;
end;
