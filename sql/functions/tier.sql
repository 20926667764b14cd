-- one tier for one row of free places: the group in which it stands in the list, 1 first
-- is_within_norm is about the start of treatment (for spoed: the first reaction) and null when that start is not known;
-- is_barred is a wrong entry route. Tier 2 (free, but call first: a criterion, a contract) has no row while the question
-- carries neither criteria nor insurer; its number is kept for it.
create function functions.tier(status_code text, is_within_norm boolean, is_barred boolean) returns smallint
language sql immutable parallel safe
begin atomic
    select case
        when tier.status_code = 'stop' or tier.is_barred then 7
        when tier.status_code = 'unknown' then 6
        when tier.status_code = 'free' then case when tier.is_within_norm then 1 else 4 end
        when tier.is_within_norm then 3
        else 5
    end::smallint;
end;
