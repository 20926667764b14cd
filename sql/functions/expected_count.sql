-- one number for one count: how many places are still expected to come free, null when nothing was told for a term that still runs
-- The three counts are cumulative and run from the day of counting. A term that has passed says nothing about what is
-- still to come and drops out.
create function functions.expected_count(
    counted_on date, within_7 integer, within_14 integer, within_28 integer, on_date date
) returns integer
language sql immutable parallel safe
begin atomic
    select greatest(
        case when expected_count.on_date <= expected_count.counted_on + 7 then expected_count.within_7 end,
        case when expected_count.on_date <= expected_count.counted_on + 14 then expected_count.within_14 end,
        case when expected_count.on_date <= expected_count.counted_on + 28 then expected_count.within_28 end
    );
end;
