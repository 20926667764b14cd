-- give an account a role and scopes; true when that was a change, which ends its sessions and devices and is written down
-- Scopes are whole: what they leave out is taken away; null leaves them as they are.
-- after: record_event
create function functions.change_rights(
    at timestamptz, account bigint, role text, scopes jsonb, by bigint, means text, request_id text
) returns boolean
language sql volatile set search_path = ''
begin atomic
    with wanted as materialized (
        select distinct given.kind, code
          from jsonb_each(change_rights.scopes) given (kind, codes), jsonb_array_elements_text(given.codes) code
    ),
    held as materialized (
        select s.kind_code as kind, s.scope_code as code from ops.account_scope s where s.account_id = change_rights.account
    ),
    change as materialized (
        select array_remove(array[
                   case when change_rights.scopes is not null and (
                             exists (select from wanted w where (w.kind, w.code) not in (select h.kind, h.code from held h))
                          or exists (select from held h where (h.kind, h.code) not in (select w.kind, w.code from wanted w)))
                        then 'scopes' end,
                   case when a.role_code <> change_rights.role then 'role' end], null) as fields
          from ops.account a
         where a.account_id = change_rights.account
           for update of a
    ),
    changed as (
        update ops.account a
           set role_code = coalesce(change_rights.role, a.role_code), rights_version = a.rights_version + 1
          from change
         where a.account_id = change_rights.account and change.fields <> '{}'
        returning a.account_id
    ),
    taken as (
        delete from ops.account_scope s
         where s.account_id = change_rights.account and change_rights.scopes is not null
           and (s.kind_code, s.scope_code) not in (select w.kind, w.code from wanted w)
    ),
    given as (
        insert into ops.account_scope (account_id, kind_code, scope_code)
        select change_rights.account, w.kind, w.code
          from wanted w
         where (w.kind, w.code) not in (select h.kind, h.code from held h)
    )
    select coalesce(bool_or(functions.record_event(
               at => change_rights.at, account => change_rights.by, event_type => 'rights_changed', action => 'U',
               object_type => 'account', object_id => changed.account_id::text, request_id => change_rights.request_id,
               detail => jsonb_build_object('means', change_rights.means, 'fields', to_jsonb(change.fields))) > 0), false)
      from changed
     cross join change;
end;
