-- write who decided on a held delivery, when and why; a refusal ends it and lifts what it blanked; true when it was held
-- account is whose decision it is, null for the command line; decided_by is its role, which others may read. The decision
-- stands in the audit trail from the same moment.
-- after: record_event
create function functions.decide_delivery(
    at timestamptz, account bigint, delivery bigint, verdict text, decided_by text, reason text, means text, request_id text
) returns boolean
language sql volatile set search_path = ''
begin atomic
    update core.capacity_current c
       set blank_code = null, blank_delivery_id = null
      from raw.delivery d
     where d.delivery_id = decide_delivery.delivery and d.state_code = 'held' and decide_delivery.verdict = 'refuse'
       and c.blank_delivery_id = d.delivery_id and c.blank_code = 'held_lower';
    with decided as (
        update raw.delivery d
           set decided_by = decide_delivery.decided_by,
               decision_reason = decide_delivery.reason,
               decided_at = decide_delivery.at,
               state_code = case when decide_delivery.verdict = 'refuse' then 'rejected' else d.state_code end,
               reason_code = case when decide_delivery.verdict = 'refuse' then 'refused_by_person' else d.reason_code end
         where d.delivery_id = decide_delivery.delivery and d.state_code = 'held' and decide_delivery.verdict in ('release', 'refuse')
        returning d.delivery_id
    )
    select coalesce(bool_or(functions.record_event(
               at => decide_delivery.at, account => decide_delivery.account,
               event_type => case when decide_delivery.verdict = 'refuse' then 'delivery_refused' else 'delivery_released' end,
               action => 'U', object_type => 'delivery', object_id => decided.delivery_id::text,
               request_id => decide_delivery.request_id,
               detail => jsonb_build_object('by', decide_delivery.decided_by, 'reason', left(decide_delivery.reason, 500),
                                            'means', decide_delivery.means)) > 0), false)
      from decided;
end;
