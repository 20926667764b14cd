-- one row per event of the audit trail that fits, newest first; reading it is itself written down, and stands on top
-- until_at is exclusive; before_event goes on where the last answer ended. An export says so with purpose 'export'.
-- An asker who may not see the trail gets no rows. The last four columns are the checks that NEN 7513 asks for: whether what was
-- done was authorised, and whether on the ground of a treatment relation, a client's consent or an emergency. There are no
-- clients in this product, so the last three are always false.
-- audience: auditor
create function read.audit_search(
    as_of timestamptz, asker bigint, from_at timestamptz default null, until_at timestamptz default null,
    account bigint default null, event_type text default null, object_id text default null, outcome text default null,
    row_limit integer default 200, before_event bigint default null, purpose text default null, request_id text default null
) returns table (
    event_id bigint, occurred_at timestamptz, event_type text, action_code text, outcome_code text, account_id bigint,
    user_name text, role_code text, session_id bigint, address text, purpose text, region_code text, object_type text,
    object_id text, detail jsonb, request_id text, event_hash text, is_authorised boolean, has_treatment_relation boolean,
    has_consent boolean, is_emergency boolean
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => audit_search.as_of, account => audit_search.asker,
        event_type => case when audit_search.purpose = 'export' then 'audit_exported' else 'audit_read' end, action => 'R',
        object_type => 'audit', purpose => audit_search.purpose, request_id => audit_search.request_id,
        detail => jsonb_strip_nulls(jsonb_build_object(
            'from', audit_search.from_at, 'until', audit_search.until_at, 'account', audit_search.account,
            'event_type', left(audit_search.event_type, 100), 'object_id', left(audit_search.object_id, 100),
            'outcome', left(audit_search.outcome, 100), 'before', audit_search.before_event)));
    select e.event_id, e.occurred_at, e.event_type, e.action_code, e.outcome_code, e.account_id, e.user_name, e.role_code,
           e.session_id, e.address, e.purpose, e.region_code, e.object_type, e.object_id, e.detail, e.request_id, e.event_hash,
           e.outcome_code <> 'refused', false, false, false
      from audit.event e
     where functions.may(audit_search.as_of, audit_search.asker, 'see_audit')
       and (audit_search.from_at is null or e.occurred_at >= audit_search.from_at)
       and (audit_search.until_at is null or e.occurred_at < audit_search.until_at)
       and (audit_search.account is null or e.account_id = audit_search.account)
       and (audit_search.event_type is null or e.event_type = audit_search.event_type)
       and (audit_search.object_id is null or e.object_id = audit_search.object_id)
       and (audit_search.outcome is null or e.outcome_code = audit_search.outcome)
       and (audit_search.before_event is null or e.event_id < audit_search.before_event)
     order by e.event_id desc
     limit least(greatest(audit_search.row_limit, 0), 10000);
end;
