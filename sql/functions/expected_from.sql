-- one date for one count: the day by which the first expected place should have come free, null when none are expected
-- More places told never make it later, which cannot be said of expected_by, the day by which all of them should have.
create function functions.expected_from(
    counted_on date, within_7 integer, within_14 integer, within_28 integer, on_date date
) returns date
language sql immutable parallel safe
begin atomic
    select case
        when expected_from.on_date <= expected_from.counted_on + 7 and expected_from.within_7 > 0 then expected_from.counted_on + 7
        when expected_from.on_date <= expected_from.counted_on + 14 and expected_from.within_14 > 0 then expected_from.counted_on + 14
        when expected_from.on_date <= expected_from.counted_on + 28 and expected_from.within_28 > 0 then expected_from.counted_on + 28
    end;
end;
