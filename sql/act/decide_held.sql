-- release or refuse a held delivery: done, denied (out of the asker's reach), without_reason, or not_held (any more)
-- verdict is release or refuse. A refusal holds at once; what is released the pipeline loads in its next round. Done and denied
-- stand in the audit trail. One load of the source at a time: waits for the one that runs, and no longer than the role may.
-- audience: app_coordinator, app_operator
create function act.decide_held(
    asker bigint, delivery bigint, verdict text, reason text, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    select pg_advisory_xact_lock(hashtextextended('transferpunt.source.' || d.source_code, 0))
      from raw.delivery d
     where d.delivery_id = decide_held.delivery
       and functions.reaches_delivery(decide_held.at, decide_held.asker, 'decide_held', decide_held.delivery);
    select case
               when not functions.reaches_delivery(decide_held.at, decide_held.asker, 'decide_held', decide_held.delivery) then
                   case when functions.record_event(
                       at => decide_held.at, account => decide_held.asker, event_type => 'delivery_decision', action => 'U',
                       outcome => 'refused', object_type => 'delivery', object_id => decide_held.delivery::text,
                       request_id => decide_held.request_id) > 0 then 'denied' end
               when coalesce(decide_held.reason, '') !~ '\S' then 'without_reason'
               when not exists (select from raw.delivery d
                                 where d.delivery_id = decide_held.delivery and d.state_code = 'held' and d.decided_at is null)
                   then 'not_held'
               when functions.decide_delivery(
                       at => decide_held.at, account => decide_held.asker, delivery => decide_held.delivery,
                       verdict => decide_held.verdict,
                       decided_by => (select a.role_code from ops.account a where a.account_id = decide_held.asker),
                       reason => btrim(decide_held.reason, E' \t\r\n'), means => 'page', request_id => decide_held.request_id) then 'done'
               else 'not_held'
           end;
end;
