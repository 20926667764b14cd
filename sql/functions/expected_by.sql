-- one date for one count: the day by which all of expected_count should have come free, null when none are expected
-- It is the shortest term still running that reaches the full number.
-- after: expected_count
create function functions.expected_by(
    counted_on date, within_7 integer, within_14 integer, within_28 integer, on_date date
) returns date
language sql immutable parallel safe
begin atomic
    select case functions.expected_count(
                    expected_by.counted_on, expected_by.within_7, expected_by.within_14, expected_by.within_28, expected_by.on_date)
        when 0 then null
        when case when expected_by.on_date <= expected_by.counted_on + 7 then expected_by.within_7 end then expected_by.counted_on + 7
        when case when expected_by.on_date <= expected_by.counted_on + 14 then expected_by.within_14 end then expected_by.counted_on + 14
        when case when expected_by.on_date <= expected_by.counted_on + 28 then expected_by.within_28 end then expected_by.counted_on + 28
    end;
end;
