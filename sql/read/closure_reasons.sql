-- one row per reason for a stop on new clients, on that day
-- audience: app_provider, app_coordinator
create function read.closure_reasons(as_of timestamptz) returns table (reason_code text, name_nl text, name_en text)
language sql stable security definer set search_path = ''
begin atomic
    select r.reason_code, r.name_nl, r.name_en
      from core.closure_reason r
     where r.valid_from <= functions.dutch_date(closure_reasons.as_of)
       and (r.valid_to is null or r.valid_to > functions.dutch_date(closure_reasons.as_of))
     order by r.sort_order, r.reason_code;
end;
