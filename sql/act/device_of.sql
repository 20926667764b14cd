-- one row: whose known device this is at the moment `at`, and until when it is known; none when it is not, or no longer
-- audience: app_session
create function act.device_of(device_sha256 text, at timestamptz) returns table (
    device_id bigint, account_id bigint, display_name text, role_code text, remembered_at timestamptz, expires_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select d.device_id, a.account_id, a.display_name, a.role_code, d.remembered_at, d.remembered_at + make_interval(hours => r.remembered_hours)
      from ops.device d
      join ops.account a on a.account_id = d.account_id and a.is_active and a.rights_version = d.rights_version
      join core.access_role r on r.role_code = a.role_code
     where d.device_sha256 = device_of.device_sha256 and d.revoked_at is null
       and d.remembered_at <= device_of.at
       and device_of.at < d.remembered_at + make_interval(hours => r.remembered_hours);
end;
