-- end all sessions of an account and forget all its devices, at once; how many sessions were open
-- `by` is the account that does it; null is the command line.
-- audience: app_session
create function act.revoke_sessions(
    account bigint, at timestamptz, by bigint default null, request_id text default null
) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => revoke_sessions.at, account => revoke_sessions.by, event_type => 'sessions_revoked', action => 'U',
        object_type => 'account', object_id => revoke_sessions.account::text, request_id => revoke_sessions.request_id);
    update ops.device d
       set revoked_at = revoke_sessions.at
     where d.account_id = revoke_sessions.account and d.revoked_at is null;
    with closed as (
        update ops.session s
           set closed_at = greatest(revoke_sessions.at, s.opened_at)
         where s.account_id = revoke_sessions.account and s.closed_at is null
        returning s.session_id
    )
    select count(*) from closed;
end;
