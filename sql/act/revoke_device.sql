-- forget one known device of an account; the sessions opened on it end; true when it was known
-- audience: app_session
create function act.revoke_device(account bigint, device bigint, at timestamptz, by bigint default null, request_id text default null)
returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
               at => revoke_device.at, account => revoke_device.by, event_type => 'device_revoked', action => 'U',
               object_type => 'device', object_id => d.device_id::text, request_id => revoke_device.request_id)
      from ops.device d
     where d.device_id = revoke_device.device and d.account_id = revoke_device.account and d.revoked_at is null;
    with revoked as (
        update ops.device d
           set revoked_at = revoke_device.at
         where d.device_id = revoke_device.device and d.account_id = revoke_device.account and d.revoked_at is null
        returning d.device_id
    )
    select exists (select from revoked);
end;
