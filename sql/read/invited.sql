-- one row: what the link of an invitation is good for, and when it is open what was filled in so far and what the directory knows
-- state_code: open, submitted, approved, withdrawn, expired, unknown. Nothing of it is told unless the link is open or its own. versions:
-- step -> version, of the steps that were saved. Asking changes nothing.
-- audience: app_session
create function read.invited(as_of timestamptz, token_sha256 text) returns table (
    state_code text, expires_at timestamptz, agb_code text, kvk_number text, provider_name text, contact_email text, region_name text,
    reason text, steps jsonb, versions jsonb, known jsonb, faults text[]
)
language sql stable security definer set search_path = ''
begin atomic
    select k.state_code, k.expires_at, i.agb_code, i.kvk_number, i.provider_name, i.contact_email, r.name, i.reason,
           case when k.state_code = 'open' then functions.application(i.invitation_id) end,
           case when k.state_code = 'open' then (
               select coalesce(jsonb_object_agg(s.step_code, s.version), '{}') from ops.application_step s where s.invitation_id = i.invitation_id) end,
           case when k.state_code = 'open' then functions.directory_of(i.agb_code) end,
           case when k.state_code = 'open' then functions.application_faults(i.invitation_id) end
      from functions.invited(invited.as_of, invited.token_sha256) k
      left join ops.invitation i on i.invitation_id = k.invitation_id and k.state_code <> 'withdrawn'
      left join core.region r on r.region_code = i.region_code;
end;
