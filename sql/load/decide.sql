-- write who decided on a held delivery, when and why; a refusal ends it and lifts what it blanked
create function load.decide(delivery bigint, verdict text, decided_by text, reason text, decided_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.delivery d
       set decided_by = decide.decided_by,
           decision_reason = decide.reason,
           decided_at = decide.decided_at,
           state_code = case when decide.verdict = 'refuse' then 'rejected' else d.state_code end,
           reason_code = case when decide.verdict = 'refuse' then 'refused_by_person' else d.reason_code end
     where d.delivery_id = decide.delivery and d.state_code = 'held';
    update core.capacity_current c
       set blank_code = null, blank_delivery_id = null
     where decide.verdict = 'refuse' and c.blank_delivery_id = decide.delivery and c.blank_code = 'held_lower';
end;
