-- a count of people as those may see it who see totals only: null below the threshold, else the nearest multiple of rounding
-- Null for null. Zero is below the threshold too.
create function functions.suppressed_count(counted bigint, threshold integer, rounding integer) returns bigint
language sql immutable parallel safe
begin atomic
    select case when suppressed_count.counted >= suppressed_count.threshold
                then round(suppressed_count.counted::numeric / suppressed_count.rounding)::bigint * suppressed_count.rounding end;
end;
