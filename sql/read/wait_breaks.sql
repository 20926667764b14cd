-- one row per break that is known: from what day figures can no longer be compared with those before, for which methods, and why
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_breaks(as_of timestamptz) returns table (
    break_code text, break_on date, method_codes text[], name_nl text, name_en text, explanation_nl text, explanation_en text
)
language sql stable security definer set search_path = ''
begin atomic
    select b.break_code, b.break_on, b.method_codes, b.name_nl, b.name_en, b.explanation_nl, b.explanation_en
      from core.series_break b
     where b.break_on <= functions.dutch_date(wait_breaks.as_of)
       and (b.valid_to is null or b.valid_to > functions.dutch_date(wait_breaks.as_of))
     order by b.break_on, b.break_code;
end;
