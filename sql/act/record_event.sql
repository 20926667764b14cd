-- write one row of the audit trail and give its number: for what happens outside the functions that write their own
-- Denials, exports, refused callbacks, limits reached. action is C, R, U, D or E; outcome success, refused or failed; detail
-- an object of filters, counts and codes, never the content of what was shown or changed. That a month of the trail went is
-- told by nobody but who drops it: said here it is refused.
-- audience: app_session
create function act.record_event(
    at timestamptz, account bigint, event_type text, action text, outcome text default 'success',
    object_type text default null, object_id text default null, region text default null, purpose text default null,
    detail jsonb default '{}', session bigint default null, address text default null, request_id text default null
) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        record_event.at, record_event.account, nullif(record_event.event_type, 'audit_month_dropped'), record_event.action,
        record_event.outcome, record_event.object_type, record_event.object_id, record_event.region, record_event.purpose, record_event.detail,
        record_event.session, record_event.address, record_event.request_id);
end;
