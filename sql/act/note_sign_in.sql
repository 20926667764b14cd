-- note how a sign-in went: a failed one is written to the audit trail and counted, one that succeeded clears the count
-- From the fifth failure in a row the account is blocked: one minute, then twice as long each time, at most fifteen. Gives
-- until when it is blocked, null when it is not. Success itself is written by act.open_session. login is what was typed.
-- audience: app_session
create function act.note_sign_in(
    account bigint, login text, succeeded boolean, at timestamptz, address text default null, reason text default null,
    request_id text default null
) returns timestamptz
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
               at => note_sign_in.at, account => note_sign_in.account, event_type => 'sign_in', action => 'E',
               outcome => 'refused', object_type => 'login', object_id => left(note_sign_in.login, 100),
               detail => jsonb_strip_nulls(jsonb_build_object('reason', note_sign_in.reason)),
               address => note_sign_in.address, request_id => note_sign_in.request_id)
     where not note_sign_in.succeeded;
    update ops.account a
       set failed_count = case when note_sign_in.succeeded then 0 else a.failed_count + 1 end,
           unblocked_at = case
               when note_sign_in.succeeded or a.failed_count + 1 < 5 then null
               else note_sign_in.at + make_interval(mins => least(15, power(2, least(a.failed_count - 4, 4))::integer))
           end
     where a.account_id = note_sign_in.account;
    select (select a.unblocked_at from ops.account a where a.account_id = note_sign_in.account);
end;
