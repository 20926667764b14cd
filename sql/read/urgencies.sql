-- one row per urgency on that day; crisis has no places
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.urgencies(as_of timestamptz) returns table (
    urgency_code text, name_nl text, name_en text, explanation_nl text, explanation_en text, has_places boolean,
    reaction_working_days integer, sort_order integer
)
language sql stable security definer set search_path = ''
begin atomic
    select u.urgency_code, u.name_nl, u.name_en, u.explanation_nl, u.explanation_en, u.has_places, u.reaction_working_days, u.sort_order
      from core.urgency u
     where u.valid_from <= functions.dutch_date(urgencies.as_of)
       and (u.valid_to is null or u.valid_to > functions.dutch_date(urgencies.as_of))
     order by u.sort_order;
end;
