-- one row for one count: how many places are still expected to come free, and the day by which all of them should have.
-- The three counts are cumulative and run from the day of counting. A term that has passed says nothing about what is
-- still to come and drops out; expected_by is the shortest remaining term that reaches the full number.
-- (null, null) when nothing was told or every term has passed; a number of 0 has no date.
create function functions.expected_places(
    counted_on date, within_7 integer, within_14 integer, within_28 integer, on_date date
) returns table (expected_count integer, expected_by date)
language sql immutable parallel safe
begin atomic
    select term.number, case when term.number > 0 then term.until_on end
      from (values (expected_places.within_7, expected_places.counted_on + 7),
                   (expected_places.within_14, expected_places.counted_on + 14),
                   (expected_places.within_28, expected_places.counted_on + 28)) as term (number, until_on)
     where term.number is not null
       and term.until_on >= expected_places.on_date
     order by term.number desc, term.until_on
     limit 1;
end;
