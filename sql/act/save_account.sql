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
language plpgsql volatile security definer set search_path = ''
as $$
declare
    known ops.account;
    made bigint;
begin
    select * into known
      from ops.account a
     where a.login = lower(save_account.login)
        or (a.issuer = save_account.issuer and a.subject = save_account.subject)
       for update;
    if known.account_id is null then
        insert into ops.account (login, issuer, subject, display_name, role_code, password_hash, totp_secret_encrypted, is_demo, created_at)
        values (lower(save_account.login), save_account.issuer, save_account.subject, save_account.display_name, save_account.role,
                save_account.password_hash, save_account.totp_secret_encrypted, save_account.is_demo, save_account.at)
        returning account_id into made;
    else
        made := known.account_id;
        update ops.account a
           set display_name = coalesce(save_account.display_name, a.display_name),
               password_hash = coalesce(save_account.password_hash, a.password_hash),
               totp_secret_encrypted = coalesce(save_account.totp_secret_encrypted, a.totp_secret_encrypted),
               rights_version = a.rights_version + case
                   when save_account.password_hash is distinct from a.password_hash and save_account.password_hash is not null
                     or save_account.totp_secret_encrypted is distinct from a.totp_secret_encrypted
                        and save_account.totp_secret_encrypted is not null
                   then 1 else 0 end
         where a.account_id = made;
    end if;
    perform functions.record_event(
        at => save_account.at, account => save_account.by,
        event_type => case when known.account_id is null then 'account_made' else 'account_changed' end,
        action => case when known.account_id is null then 'C' else 'U' end,
        object_type => 'account', object_id => made::text, request_id => save_account.request_id,
        detail => jsonb_build_object('means', save_account.means, 'fields', array_to_json(array_remove(array[
            'display_name',
            case when save_account.password_hash is not null then 'password' end,
            case when save_account.totp_secret_encrypted is not null then 'second_factor' end], null))));
    perform functions.change_rights(
        at => save_account.at, account => made, role => coalesce(save_account.role, known.role_code), scopes => save_account.scopes,
        by => save_account.by, means => save_account.means, request_id => save_account.request_id);
    return made;
end
$$;
