-- one row for one offer: the stops that are told beside it, as a JSON list: for everybody first, then by concern, group and end
-- Of an offer that is not split by group also those for one group. own_concerns: of the stops for one insurer only those of
-- these concerns; null tells all.
-- after: open_stops
create function functions.told_stops(location bigint, offer bigint, diagnosis_group text, is_split boolean, on_date date, own_concerns text[])
returns table (stops jsonb)
language sql stable parallel safe
begin atomic
    select coalesce(jsonb_agg(
               jsonb_build_object(
                   'concern_code', k.concern_code, 'concern_name', concern.name,
                   'diagnosis_group_code', k.diagnosis_group_code,
                   'diagnosis_group_short_name_nl', g.short_name_nl, 'diagnosis_group_name_en', g.name_en,
                   'reason_code', k.reason_code, 'reason_name_nl', reason.name_nl, 'reason_name_en', reason.name_en,
                   'until_on', k.until_on)
               order by k.concern_code nulls first, k.diagnosis_group_code nulls first, k.until_on nulls first, k.closure_id), '[]')
      from functions.open_stops(told_stops.location, told_stops.offer, told_stops.on_date) k
      join core.closure_reason reason on reason.reason_code = k.reason_code
      left join core.insurer_concern concern on concern.concern_code = k.concern_code
      left join core.diagnosis_group g on g.diagnosis_group_code = k.diagnosis_group_code
     where (k.diagnosis_group_code is null or not told_stops.is_split or k.diagnosis_group_code = told_stops.diagnosis_group)
       and (told_stops.own_concerns is null or k.concern_code is null or k.concern_code = any (told_stops.own_concerns));
end;
