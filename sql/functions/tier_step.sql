-- one step inside a tier, lower first; 0 where the tier knows none
-- Tier 2: what must be asked by phone (see call_first). Tier 3: an expected place has its date and goes before a full offer.
-- Tier 7: a wrong entry route, then a criterion that excludes, then a stop; inside each free, expected, full, unknown, so
-- that what expires or stops never rises.
create function functions.tier_step(tier integer, status_code text, call_first integer, is_excluded boolean) returns smallint
language sql immutable parallel safe
begin atomic
    select case tier_step.tier
        when 2 then tier_step.call_first
        when 3 then case tier_step.status_code when 'expected' then 1 else 2 end
        when 7 then case when tier_step.status_code = 'stop' then 30 when tier_step.is_excluded then 20 else 10 end
                    + coalesce(array_position(array['free', 'expected', 'full', 'unknown'], tier_step.status_code), 0)
        else 0
    end::smallint;
end;
