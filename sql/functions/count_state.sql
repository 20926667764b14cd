-- one row for one count: what it says at the moment as_of, with a stop for everybody or without
-- Numbers and dates are null unless the status lets them stand: a stale, blanked or stopped count can nowhere look free.
-- after: dutch_date, unknown_code, status_code, expected_count, expected_by, expected_from
create function functions.count_state(
    as_of timestamptz, is_stopped boolean, counted_at timestamptz, expires_at timestamptz, blank_code text, free_count integer,
    within_7 integer, within_14 integer, within_28 integer, first_on date
) returns table (
    status_code text, unknown_code text, free_count integer, expected_count integer, expected_from date, expected_by date, first_on date
)
language sql immutable parallel safe
begin atomic
    select status.code,
           case status.code when 'unknown' then said.unknown_code end,
           case when status.code in ('free', 'expected', 'full') then count_state.free_count end,
           case when status.code in ('free', 'expected', 'full') then said.expected_count end,
           case when status.code in ('free', 'expected') then functions.expected_from(
               said.counted_on, count_state.within_7, count_state.within_14, count_state.within_28, said.today) end,
           case when status.code in ('free', 'expected') then functions.expected_by(
               said.counted_on, count_state.within_7, count_state.within_14, count_state.within_28, said.today) end,
           case when status.code in ('free', 'expected') then count_state.first_on end
      from (select functions.unknown_code(count_state.as_of, count_state.counted_at, count_state.expires_at,
                                          count_state.free_count, count_state.blank_code) as unknown_code,
                   functions.expected_count(functions.dutch_date(count_state.counted_at), count_state.within_7,
                                            count_state.within_14, count_state.within_28,
                                            functions.dutch_date(count_state.as_of)) as expected_count,
                   functions.dutch_date(count_state.counted_at) as counted_on,
                   functions.dutch_date(count_state.as_of) as today
            offset 0) said
     cross join lateral (
         select functions.status_code(count_state.is_stopped, said.unknown_code, count_state.free_count, said.expected_count) as code
         offset 0
     ) status;
end;
