-- one row per clock by which a wait can be measured; figures of two clocks are never mixed
-- audience: app_session
create function read.wait_methods(as_of timestamptz) returns table (
    method_code text, name_nl text, name_en text, explanation_nl text, explanation_en text, source text
)
language sql stable security definer set search_path = ''
begin atomic
    select m.method_code, m.name_nl, m.name_en, m.explanation_nl, m.explanation_en, m.source
      from core.wait_method m
     where m.valid_from <= functions.dutch_date(wait_methods.as_of)
       and (m.valid_to is null or m.valid_to > functions.dutch_date(wait_methods.as_of))
     order by m.sort_order;
end;
