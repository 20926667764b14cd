-- give an account a role and scopes; true when that was a change, which ends its sessions and devices and is written down
-- Scopes are whole: what they leave out is taken away; null leaves them as they are.
-- after: record_event
create function functions.change_rights(
    at timestamptz, account bigint, role text, scopes jsonb, by bigint, means text, request_id text
) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
    changed text[];
    wanted text[];
    held text[];
begin
    if change_rights.scopes is not null then
        if exists (select from jsonb_object_keys(change_rights.scopes) kind where kind not in ('region', 'agb', 'concern')) then
            raise check_violation using message = 'scopes are of the kinds region, agb and concern';
        end if;
        select coalesce(array_agg(distinct kind || ' ' || code order by kind || ' ' || code), '{}') into wanted
          from jsonb_each(change_rights.scopes) given (kind, codes), jsonb_array_elements_text(given.codes) code;
        select coalesce(array_agg(s.kind_code || ' ' || s.scope_code order by s.kind_code || ' ' || s.scope_code), '{}') into held
          from ops.account_scope s
         where s.account_id = change_rights.account;
        if wanted <> held then
            changed := changed || 'scopes'::text;
            delete from ops.account_scope s where s.account_id = change_rights.account;
            insert into ops.account_scope (account_id, kind_code, scope_code)
            select change_rights.account, split_part(w, ' ', 1), substr(w, strpos(w, ' ') + 1) from unnest(wanted) w;
        end if;
    end if;
    update ops.account a
       set role_code = change_rights.role
     where a.account_id = change_rights.account and a.role_code <> change_rights.role;
    if found then
        changed := changed || 'role'::text;
    end if;
    if changed is null then
        return false;
    end if;
    update ops.account a set rights_version = a.rights_version + 1 where a.account_id = change_rights.account;
    perform functions.record_event(
        at => change_rights.at, account => change_rights.by, event_type => 'rights_changed', action => 'U',
        object_type => 'account', object_id => change_rights.account::text, request_id => change_rights.request_id,
        detail => jsonb_build_object('means', change_rights.means, 'fields', array_to_json(changed)));
    return true;
end
$$;
