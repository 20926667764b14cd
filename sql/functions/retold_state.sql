-- one row for one offer: its state if its count were told anew at as_of, with the same numbers or with one place free today
-- For "what would bring this row first". With the same numbers an offer that never told a number stays unknown.
-- after: dutch_date, count_state, open_stops
create function functions.retold_state(as_of timestamptz, urgency text, offer bigint, is_one_free boolean) returns table (
    status_code text, unknown_code text, free_count integer, expected_count integer, expected_from date, expected_by date, first_on date,
    counted_at timestamptz, expires_at timestamptz
)
language sql stable parallel safe
begin atomic
    select said.status_code, said.unknown_code, said.free_count, said.expected_count, said.expected_from, said.expected_by,
           said.first_on, retold_state.as_of, retold_state.as_of + interval '1 day'
      from core.offer o
      left join core.capacity_current c on c.offer_id = o.offer_id and c.urgency_code = retold_state.urgency
     cross join lateral (
         select exists (select from functions.open_stops(o.location_id, o.offer_id, functions.dutch_date(retold_state.as_of)) k
                    where k.concern_code is null
                      and (k.diagnosis_group_code is null or k.diagnosis_group_code = o.diagnosis_group_code)) as is_stopped
         offset 0
     ) stop
     cross join lateral functions.count_state(
         retold_state.as_of, stop.is_stopped,
         retold_state.as_of, retold_state.as_of + interval '1 day', null,
         case when retold_state.is_one_free then 1 else c.free_count end,
         c.expected_7_count, c.expected_14_count, c.expected_28_count,
         case when retold_state.is_one_free then null else c.first_on end
     ) said
     where o.offer_id = retold_state.offer;
end;
