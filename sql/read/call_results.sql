-- one row per way in which a call is worked off, on that day; one that is not final leaves it open
-- audience: app_coordinator
create function read.call_results(as_of timestamptz) returns table (result_code text, name_nl text, name_en text, is_final boolean)
language sql stable security definer set search_path = ''
begin atomic
    select r.result_code, r.name_nl, r.name_en, r.is_final
      from core.call_result r
     where r.valid_from <= functions.dutch_date(call_results.as_of)
       and (r.valid_to is null or r.valid_to > functions.dutch_date(call_results.as_of))
     order by r.sort_order, r.result_code;
end;
