-- know a device from now on: after a full sign-in on it, for the hours its role allows; true when the role allows it
-- Call it before act.open_session, which takes the same device. Signing in again on a known device begins its hours anew.
-- audience: app_session
create function act.remember_device(account bigint, device_sha256 text, at timestamptz, label text default '') returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    with kept as (
        insert into ops.device as known (device_sha256, account_id, rights_version, label, remembered_at)
        select remember_device.device_sha256, a.account_id, a.rights_version, left(remember_device.label, 100), remember_device.at
          from ops.account a
          join core.access_role r on r.role_code = a.role_code and r.remembered_hours > 0
         where a.account_id = remember_device.account and a.is_active
            on conflict (device_sha256) do update
           set rights_version = excluded.rights_version, label = excluded.label, remembered_at = excluded.remembered_at, revoked_at = null
         where known.account_id = excluded.account_id
        returning known.device_id
    )
    select exists (select from kept);
end;
