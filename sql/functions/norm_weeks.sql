-- one row for one kind of wait, segment, setting, urgency and day: the weeks that the norm in force then allows; no row when there is none
create function functions.norm_weeks(kind text, segment text, setting text, urgency text, on_date date) returns table (weeks numeric)
language sql stable parallel safe
begin atomic
    select n.weeks
      from core.norm n
     where n.kind_code = norm_weeks.kind and n.segment_code = norm_weeks.segment
       and n.setting_code = norm_weeks.setting and n.urgency_code = norm_weeks.urgency
       and n.valid_from <= norm_weeks.on_date and (n.valid_to is null or n.valid_to > norm_weeks.on_date)
     order by n.valid_from desc
     limit 1;
end;
