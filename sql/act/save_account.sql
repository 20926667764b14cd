-- make an account, or bring the one of this login (or of this issuer and subject) up to date; its number
-- What is null stays as it is. Scopes: {"region": [], "agb": [], "concern": []}, whole. Another role, other scopes or another
-- password ends every session and device of before. `by` is the account that does it; null is the command line or an
-- identity provider, as `means` says. The audit trail is told which fields, never their content.
-- audience: app_session
create function act.save_account(
    display_name text, role text, at timestamptz, login text default null, issuer text default null, subject text default null,
    scopes jsonb default null, password_hash text default null, totp_secret_encrypted text default null,
    is_demo boolean default false, by bigint default null, means text default 'command', request_id text default null
) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    with known as materialized (
        select functions.known_account(save_account.login, save_account.issuer, save_account.subject) as account_id
    ),
    made as (
        insert into ops.account (login, issuer, subject, display_name, role_code, password_hash, totp_secret_encrypted, is_demo, created_at)
        select lower(save_account.login), save_account.issuer, save_account.subject, save_account.display_name, save_account.role,
               save_account.password_hash, save_account.totp_secret_encrypted, save_account.is_demo, save_account.at
          from known
         where known.account_id is null
            on conflict do nothing  -- somebody else makes it in this moment: what follows waited for that, and finds it
        returning account_id
    ),
    changed as (
        update ops.account a
           set display_name = coalesce(save_account.display_name, a.display_name),
               password_hash = coalesce(save_account.password_hash, a.password_hash),
               totp_secret_encrypted = coalesce(save_account.totp_secret_encrypted, a.totp_secret_encrypted),
               rights_version = a.rights_version + case
                   when save_account.password_hash <> coalesce(a.password_hash, '')
                     or save_account.totp_secret_encrypted <> coalesce(a.totp_secret_encrypted, '')
                   then 1 else 0 end
          from known
         where a.account_id = known.account_id
        returning a.account_id
    ),
    saved as (
        select made.account_id, 'account_made' as event_type, 'C' as action from made
        union all
        select changed.account_id, 'account_changed', 'U' from changed
    )
    select functions.record_event(
               at => save_account.at, account => save_account.by, event_type => saved.event_type, action => saved.action,
               object_type => 'account', object_id => saved.account_id::text, request_id => save_account.request_id,
               detail => jsonb_build_object('means', save_account.means, 'fields', to_jsonb(array_remove(array[
                   'display_name',
                   case when save_account.password_hash is not null then 'password' end,
                   case when save_account.totp_secret_encrypted is not null then 'second_factor' end], null))))
      from saved;
    select functions.change_rights(
               at => save_account.at, account => a.account_id, role => coalesce(save_account.role, a.role_code),
               scopes => save_account.scopes, by => save_account.by, means => save_account.means, request_id => save_account.request_id)
      from ops.account a
     where a.account_id = functions.known_account(save_account.login, save_account.issuer, save_account.subject);
    select functions.known_account(save_account.login, save_account.issuer, save_account.subject);
end;
