-- one status for one offer and urgency: stop, unknown, free, expected or full; the first that is true, in that order.
create function functions.status_code(is_stopped boolean, unknown_code text, free_count integer, expected_count integer)
returns text
language sql immutable parallel safe
begin atomic
    select case
        when status_code.is_stopped then 'stop'
        when status_code.unknown_code is not null then 'unknown'
        when status_code.free_count > 0 then 'free'
        when status_code.expected_count > 0 then 'expected'
        else 'full'
    end;
end;
