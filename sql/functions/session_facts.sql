-- one row: an open session at the moment `at`, whose it is and what that person may do; none when it has ended
-- It ends by sign-out, when idle or old as its role limits it, with a change of rights, an account that is switched off, a
-- role that is no longer valid, and on a known device with the hours for which that device is known.
-- after: dutch_date
create function functions.session_facts(token_sha256 text, at timestamptz) returns table (
    session_id bigint, account_id bigint, display_name text, role_code text, database_role text, permissions text[],
    permission_scopes jsonb, scopes jsonb, csrf_sha256 text, is_demo boolean, signed_in_at timestamptz, proved_at timestamptz,
    expires_at timestamptz
)
language sql stable set search_path = ''
begin atomic
    select s.session_id, a.account_id, a.display_name, r.role_code, r.database_role, may.permissions, may.permission_scopes,
           jsonb_build_object('region', own.regions, 'agb', own.agb_codes, 'concern', own.concerns),
           s.csrf_sha256, a.is_demo, s.opened_at, session_facts.at, ends.at
      from ops.session s
      join ops.account a on a.account_id = s.account_id and a.is_active and a.rights_version = s.rights_version
      join core.access_role r
        on r.role_code = a.role_code
       and r.valid_from <= functions.dutch_date(session_facts.at)
       and (r.valid_to is null or r.valid_to > functions.dutch_date(session_facts.at))
      left join ops.device d on d.device_sha256 = s.device_sha256
     cross join lateral (
         select least(
             s.seen_at + make_interval(mins => r.idle_minutes),
             s.opened_at + make_interval(mins => r.absolute_minutes),
             case when s.device_sha256 is not null then d.remembered_at + make_interval(hours => r.remembered_hours) end
         ) as at
     ) ends
     cross join lateral (
         select coalesce(array_agg(p.permission_code order by p.permission_code), '{}') as permissions,
                coalesce(jsonb_object_agg(p.permission_code, p.scope_code), '{}') as permission_scopes
           from core.access_permission p
          where p.role_code = r.role_code and p.scope_code <> 'none'
            and p.valid_from <= functions.dutch_date(session_facts.at)
            and (p.valid_to is null or p.valid_to > functions.dutch_date(session_facts.at))
     ) may
     cross join lateral (
         select coalesce(array_agg(c.scope_code order by c.scope_code) filter (where c.kind_code = 'region'), '{}') as regions,
                coalesce(array_agg(c.scope_code order by c.scope_code) filter (where c.kind_code = 'agb'), '{}') as agb_codes,
                coalesce(array_agg(c.scope_code order by c.scope_code) filter (where c.kind_code = 'concern'), '{}') as concerns
           from ops.account_scope c
          where c.account_id = a.account_id
     ) own
     where s.token_sha256 = session_facts.token_sha256
       and s.closed_at is null
       and (s.device_sha256 is null or d.revoked_at is null)
       and session_facts.at < ends.at;
end;
