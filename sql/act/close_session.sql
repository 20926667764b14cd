-- end the session of this token, and forget the device it was opened on: who signs out is out
-- True when it was open. Written to the audit trail as a sign-out.
-- audience: app_session
create function act.close_session(
    token_sha256 text, at timestamptz, address text default null, request_id text default null
) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
               at => close_session.at, account => s.account_id, event_type => 'sign_out', action => 'E', object_type => 'session',
               object_id => s.session_id::text, session => s.session_id, address => close_session.address,
               request_id => close_session.request_id)
      from ops.session s
     where s.token_sha256 = close_session.token_sha256 and s.closed_at is null;
    update ops.device d
       set revoked_at = close_session.at
      from ops.session s
     where s.token_sha256 = close_session.token_sha256 and s.closed_at is null
       and d.device_sha256 = s.device_sha256 and d.revoked_at is null;
    with closed as (
        update ops.session s
           set closed_at = greatest(close_session.at, s.opened_at)
         where s.token_sha256 = close_session.token_sha256 and s.closed_at is null
        returning s.session_id
    )
    select exists (select from closed);
end;
