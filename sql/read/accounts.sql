-- one row per account: who may sign in, as what, over what, and since when it is blocked; no secrets
-- audience: app_session
create function read.accounts(as_of timestamptz) returns table (
    account_id bigint, login text, issuer text, subject text, display_name text, role_code text, scopes jsonb, is_active boolean,
    is_demo boolean, has_password boolean, has_second_factor boolean, recovery_code_count bigint, blocked_until timestamptz,
    open_session_count bigint, created_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select a.account_id, a.login, a.issuer, a.subject, a.display_name, a.role_code,
           (select coalesce(jsonb_object_agg(k.kind_code, k.codes), '{}')
              from (select s.kind_code, jsonb_agg(s.scope_code order by s.scope_code) as codes
                      from ops.account_scope s where s.account_id = a.account_id group by 1) k),
           a.is_active, a.is_demo, a.password_hash is not null, a.totp_secret_encrypted is not null,
           (select count(*) from ops.recovery_code c where c.account_id = a.account_id and c.used_at is null),
           case when a.unblocked_at > accounts.as_of then a.unblocked_at end,
           (select count(*) from ops.session s, functions.session_facts(s.token_sha256, accounts.as_of)
             where s.account_id = a.account_id and s.closed_at is null),
           a.created_at
      from ops.account a
     order by a.account_id;
end;
