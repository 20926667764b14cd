-- one row per norm in weeks that holds on that day, by kind of wait, segment, setting and urgency
-- audience: app_session
create function read.norms(as_of timestamptz) returns table (
    kind_code text, segment_code text, setting_code text, urgency_code text, weeks numeric, source text, valid_from date
)
language sql stable security definer set search_path = ''
begin atomic
    select n.kind_code, n.segment_code, n.setting_code, n.urgency_code, n.weeks, n.source, n.valid_from
      from core.norm n
     where n.valid_from <= functions.dutch_date(norms.as_of)
       and (n.valid_to is null or n.valid_to > functions.dutch_date(norms.as_of))
     order by n.segment_code, n.setting_code, case n.kind_code when 'intake' then 1 when 'treatment' then 2 else 3 end, n.urgency_code;
end;
