-- switch an account on or off; its sessions and devices end; true when there is such an account
-- audience: app_session
create function act.set_active(
    account bigint, is_active boolean, at timestamptz, by bigint default null, request_id text default null
) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
               at => set_active.at, account => set_active.by,
               event_type => case when set_active.is_active then 'account_on' else 'account_off' end, action => 'U',
               object_type => 'account', object_id => a.account_id::text, request_id => set_active.request_id)
      from ops.account a
     where a.account_id = set_active.account;
    with switched as (
        update ops.account a
           set is_active = set_active.is_active, rights_version = a.rights_version + 1, failed_count = 0, unblocked_at = null
         where a.account_id = set_active.account
        returning a.account_id
    )
    select exists (select from switched);
end;
