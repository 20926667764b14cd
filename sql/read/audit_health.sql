-- one row: how much the audit trail holds, when it was last written to, and what was refused in the day before as_of
-- Numbers only: for those who keep the product running and may not read the trail.
-- audience: app_operator, auditor
create function read.audit_health(as_of timestamptz) returns table (
    event_count bigint, last_event_id bigint, last_at timestamptz, head_hash text, refused_count_24h bigint, failed_sign_in_count_24h bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select (select count(*) from audit.event), h.event_id, (select e.occurred_at from audit.event e where e.event_id = h.event_id),
           h.event_hash, recent.refused, recent.failed
      from audit.head h
     cross join (
         select count(*) as refused, count(*) filter (where e.event_type = 'sign_in') as failed
           from audit.event e
          where e.outcome_code = 'refused' and e.occurred_at > audit_health.as_of - interval '1 day' and e.occurred_at <= audit_health.as_of
     ) recent;
end;
