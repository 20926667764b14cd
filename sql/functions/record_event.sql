-- write one row of the audit trail, in the caller's transaction, and give its number
-- The one head row is locked until that transaction ends, so numbers have no gap and each hash covers the row before.
-- Name and role are those of the account at this moment; an account that is not there breaks off what it did.
-- after: ensure_audit_month
create function functions.record_event(
    at timestamptz, account bigint, event_type text, action text, outcome text default 'success',
    object_type text default null, object_id text default null, region text default null, purpose text default null,
    detail jsonb default '{}', session bigint default null, address text default null, request_id text default null
) returns bigint
language sql volatile set search_path = ''
begin atomic
    select functions.ensure_audit_month(record_event.at);
    with who as materialized (
        select a.display_name, a.role_code
          from (select record_event.account as account_id) asked
          left join ops.account a on a.account_id = asked.account_id
    ),
    linked as (
        update audit.head h
           set event_id = h.event_id + 1,
               event_hash = audit.hash_of(h.event_hash, row(
                   h.event_id + 1, record_event.at, record_event.event_type, record_event.action, record_event.outcome,
                   record_event.account, who.display_name, who.role_code, record_event.session, record_event.address,
                   record_event.purpose, record_event.region, record_event.object_type, record_event.object_id,
                   coalesce(record_event.detail, '{}'), record_event.request_id, null)::audit.event)
          from who
        returning h.event_id, h.event_hash, who.display_name, who.role_code
    )
    insert into audit.event (
        event_id, occurred_at, event_type, action_code, outcome_code, account_id, user_name, role_code, session_id, address, purpose,
        region_code, object_type, object_id, detail, request_id, event_hash)
    select l.event_id, record_event.at, record_event.event_type, record_event.action, record_event.outcome, record_event.account,
           l.display_name, l.role_code, record_event.session, record_event.address, record_event.purpose, record_event.region,
           record_event.object_type, record_event.object_id, coalesce(record_event.detail, '{}'), record_event.request_id, l.event_hash
      from linked l
    returning event_id;
end;
