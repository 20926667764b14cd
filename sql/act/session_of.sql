-- one row: the open session of this token at the moment `at`, whose it is and what that person may do; none when it has ended
-- Notes that it was used, at most once a minute. permissions are those of the role with a scope other than none;
-- permission_scopes says over what each reaches; scopes are the person's own {"region": [], "agb": [], "concern": []}.
-- signed_in_at is when the session was opened, proved_at this moment, expires_at the end if it is not used again.
-- audience: app_session
create function act.session_of(token_sha256 text, at timestamptz) returns table (
    session_id bigint, account_id bigint, display_name text, role_code text, database_role text, permissions text[],
    permission_scopes jsonb, scopes jsonb, csrf_sha256 text, is_demo boolean, signed_in_at timestamptz, proved_at timestamptz,
    expires_at timestamptz
)
language sql volatile security definer set search_path = ''
begin atomic
    update ops.session s
       set seen_at = session_of.at
     where s.token_sha256 = session_of.token_sha256
       and s.seen_at <= session_of.at - interval '1 minute'
       and exists (select from functions.session_facts(session_of.token_sha256, session_of.at));
    select * from functions.session_facts(session_of.token_sha256, session_of.at);
end;
