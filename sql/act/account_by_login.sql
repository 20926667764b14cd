-- one row: the account of a login name, with what its sign-in is checked against; none when there is no such account
-- audience: app_session
create function act.account_by_login(login text) returns table (
    account_id bigint, display_name text, password_hash text, totp_secret_encrypted text, needs_second_factor boolean,
    is_active boolean, is_demo boolean, role_code text, failed_count integer, blocked_until timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select a.account_id, a.display_name, a.password_hash, a.totp_secret_encrypted, r.is_second_factor_required, a.is_active, a.is_demo,
           a.role_code, a.failed_count, a.unblocked_at
      from ops.account a
      join core.access_role r on r.role_code = a.role_code
     where a.login = lower(account_by_login.login);
end;
