-- give an account a role and scopes; true when that was a change, which ends its sessions and devices at once
-- Scopes: {"region": [], "agb": [], "concern": []}, whole; null leaves them. `by` is the account that does it.
-- audience: app_session
create function act.set_rights(
    account bigint, role text, scopes jsonb, at timestamptz, by bigint default null, means text default 'command',
    request_id text default null
) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    select functions.change_rights(
        set_rights.at, set_rights.account, set_rights.role, set_rights.scopes, set_rights.by, set_rights.means, set_rights.request_id);
end;
