-- what became of something asked, in the words of the audit trail: refused when it was not allowed, failed when it could not be
create function functions.event_outcome(outcome_code text) returns text
language sql immutable parallel safe
begin atomic
    select case event_outcome.outcome_code when 'done' then 'success' when 'denied' then 'refused' else 'failed' end;
end;
