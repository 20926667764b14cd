-- one row per break between two months (after the first, up to and with the second) that touches a method: which, and from what day
create function functions.wait_breaks(from_on date, to_on date, method text) returns table (
    break_code text, break_on date, name_nl text, name_en text, explanation_nl text, explanation_en text
)
language sql stable
begin atomic
    select b.break_code, b.break_on, b.name_nl, b.name_en, b.explanation_nl, b.explanation_en
      from core.series_break b
     where b.break_on > date_trunc('month', wait_breaks.from_on)::date
       and b.break_on <= date_trunc('month', wait_breaks.to_on)::date
       and (b.method_codes = '{}' or wait_breaks.method = any (b.method_codes))
       and (b.valid_to is null or b.valid_to > wait_breaks.to_on);
end;
