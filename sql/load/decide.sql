-- write who decided on a held delivery at the command line, when and why; a refusal ends it and lifts what it blanked
create function load.decide(delivery bigint, verdict text, decided_by text, reason text, decided_at timestamptz) returns boolean
language sql security definer set search_path = ''
begin atomic
    select functions.decide_delivery(
        at => decide.decided_at, account => null, delivery => decide.delivery, verdict => decide.verdict,
        decided_by => decide.decided_by, reason => decide.reason, means => 'command', request_id => null);
end;
