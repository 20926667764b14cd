-- write one row of the audit trail, in the caller's transaction, and give its number
-- The one head row is locked until that transaction ends, so numbers have no gap and each hash covers the row before.
-- Name and role are those of the account at this moment.
create function functions.record_event(
    at timestamptz, account bigint, event_type text, action text, outcome text default 'success',
    object_type text default null, object_id text default null, region text default null, purpose text default null,
    detail jsonb default '{}', session bigint default null, address text default null, request_id text default null
) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
    head audit.head;
    fact audit.event;
begin
    select a.display_name, a.role_code into fact.user_name, fact.role_code
      from ops.account a
     where a.account_id = record_event.account;
    if fact.user_name is null and record_event.account is not null then
        raise foreign_key_violation using message = format('there is no account %s', record_event.account);
    end if;
    select * into strict head from audit.head for update;
    fact.event_id := head.event_id + 1;
    fact.occurred_at := record_event.at;
    fact.event_type := record_event.event_type;
    fact.action_code := record_event.action;
    fact.outcome_code := record_event.outcome;
    fact.account_id := record_event.account;
    fact.session_id := record_event.session;
    fact.address := record_event.address;
    fact.purpose := record_event.purpose;
    fact.region_code := record_event.region;
    fact.object_type := record_event.object_type;
    fact.object_id := record_event.object_id;
    fact.detail := coalesce(record_event.detail, '{}');
    fact.request_id := record_event.request_id;
    fact.event_hash := audit.hash_of(head.event_hash, fact);
    insert into audit.event select fact.*;
    update audit.head set event_id = fact.event_id, event_hash = fact.event_hash;
    return fact.event_id;
end
$$;
