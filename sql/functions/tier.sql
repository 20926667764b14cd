-- one tier for one row of free places: the group in which it stands in the list, 1 first
-- is_within_norm is about the start of treatment (for spoed: the first reaction) and null when that start is not known;
-- is_barred is a wrong entry route or a criterion that excludes; call_first is what must be asked by phone before (0: nothing).
create function functions.tier(status_code text, is_within_norm boolean, is_barred boolean, call_first integer) returns smallint
language sql immutable parallel safe
begin atomic
    select case
        when tier.status_code = 'stop' or tier.is_barred then 7
        when tier.status_code = 'unknown' then 6
        when tier.status_code = 'free' and tier.is_within_norm then case when tier.call_first = 0 then 1 else 2 end
        when tier.status_code = 'free' then 4
        when tier.is_within_norm then 3
        else 5
    end::smallint;
end;
