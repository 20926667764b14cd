-- one reason for one count why it says nothing at that moment, or null when it holds
-- 'never' for no count at all, or one that leaves out how many are free ("not told" is not zero); 'absent' and
-- 'held_lower' for a count that a later delivery blanked, told before 'stale' because it is what the sender did last;
-- 'stale' at or past expires_at, the moment of expiry itself included.
create function functions.unknown_code(
    as_of timestamptz, counted_at timestamptz, expires_at timestamptz, free_count integer, blank_code text
) returns text
language sql immutable parallel safe
begin atomic
    select case
        when unknown_code.counted_at is null or unknown_code.free_count is null then 'never'
        when unknown_code.blank_code is not null then unknown_code.blank_code
        when unknown_code.as_of < unknown_code.expires_at then null
        else 'stale'
    end;
end;
