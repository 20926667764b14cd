-- one row per device that an account is known on at as_of, the newest first
-- audience: app_session
create function read.known_devices(as_of timestamptz, account bigint) returns table (
    device_id bigint, label text, remembered_at timestamptz, expires_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select d.device_id, d.label, d.remembered_at, d.remembered_at + make_interval(hours => r.remembered_hours)
      from ops.device d
      join ops.account a on a.account_id = d.account_id and a.rights_version = d.rights_version
      join core.access_role r on r.role_code = a.role_code
     where d.account_id = known_devices.account and d.revoked_at is null
       and known_devices.as_of < d.remembered_at + make_interval(hours => r.remembered_hours)
     order by d.remembered_at desc;
end;
