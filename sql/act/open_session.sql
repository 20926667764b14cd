-- one row: the session that is opened for an account, as act.session_of gives it; none when the account may not come in
-- Written to the audit trail as a sign-in. `means` says how the person proved who it is (demo, password, totp, oidc, device).
-- device_sha256 is a device that the account is remembered on; the session then ends with it at the latest.
-- audience: app_session
create function act.open_session(
    account bigint, token_sha256 text, csrf_sha256 text, at timestamptz, device_sha256 text default null,
    address text default null, means text default null, request_id text default null
) returns table (
    session_id bigint, account_id bigint, display_name text, role_code text, database_role text, permissions text[],
    permission_scopes jsonb, scopes jsonb, csrf_sha256 text, is_demo boolean, signed_in_at timestamptz, proved_at timestamptz,
    expires_at timestamptz
)
language sql volatile security definer set search_path = ''
begin atomic
    insert into ops.session (token_sha256, csrf_sha256, account_id, rights_version, device_sha256, address, opened_at, seen_at)
    select open_session.token_sha256, open_session.csrf_sha256, a.account_id, a.rights_version, open_session.device_sha256,
           open_session.address, open_session.at, open_session.at
      from ops.account a
     where a.account_id = open_session.account and a.is_active
       and (open_session.device_sha256 is null or exists (
           select from ops.device d
            where d.device_sha256 = open_session.device_sha256 and d.account_id = a.account_id and d.revoked_at is null
              and d.rights_version = a.rights_version));
    update ops.account a
       set failed_count = 0, unblocked_at = null
     where a.account_id = open_session.account and (a.failed_count > 0 or a.unblocked_at is not null)
       and open_session.means is distinct from 'device'
       and exists (select from functions.session_facts(open_session.token_sha256, open_session.at));
    select functions.record_event(
               at => open_session.at, account => open_session.account, event_type => 'sign_in', action => 'E',
               outcome => case when s.session_id is null then 'refused' else 'success' end,
               object_type => 'session', object_id => s.session_id::text,
               detail => jsonb_strip_nulls(jsonb_build_object('means', open_session.means)),
               session => s.session_id, address => open_session.address, request_id => open_session.request_id)
      from (select open_session.account as account_id) asked
      join ops.account a on a.account_id = asked.account_id
      left join functions.session_facts(open_session.token_sha256, open_session.at) s on true;
    select * from functions.session_facts(open_session.token_sha256, open_session.at);
end;
