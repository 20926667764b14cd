-- one row per invitation of the asker's regions, or of all for who may invite everywhere; what waits for a verdict first
-- state_code: submitted, returned, open, waiting (the mail is not sent yet), expired, approved, withdrawn. step_count: of the four steps
-- how many were saved. load_code: what became of the delivery of an approval. known_kvk: what the directory says, where that differs.
-- is_known: a provider with this code stands here already. steps and faults: only of the one that is asked for.
-- audience: app_coordinator, app_operator
create function read.invitations(as_of timestamptz, asker bigint, invitation bigint default null) returns table (
    invitation_id bigint, agb_code text, kvk_number text, provider_name text, contact_email text, region_code text, region_name text,
    invited_at timestamptz, invited_by_name text, state_code text, state_at timestamptz, reason text, mail_sent_at timestamptz,
    expires_at timestamptz, step_count bigint, load_code text, known_kvk text, is_known boolean, steps jsonb, faults text[]
)
language sql stable security definer set search_path = ''
begin atomic
    select i.invitation_id, i.agb_code, i.kvk_number, i.provider_name, i.contact_email, i.region_code, r.name, i.invited_at, a.display_name,
           case when i.state_code in ('open', 'returned') and i.mail_wanted_at is not null then 'waiting'
                when i.state_code in ('open', 'returned') and i.expires_at <= invitations.as_of then 'expired'
                else i.state_code end,
           i.state_at, i.reason, i.mail_sent_at, i.expires_at,
           (select count(*) from ops.application_step s where s.invitation_id = i.invitation_id),
           case when i.receipt_id is not null then coalesce(d.state_code, 'waiting') end,
           nullif(functions.directory_of(i.agb_code) ->> 'kvk_number', i.kvk_number),
           exists (select from core.provider_identifier p where p.system_code = 'agb' and p.value = i.agb_code and p.valid_to is null),
           case when invitations.invitation is not null then functions.application(i.invitation_id) end,
           case when invitations.invitation is not null and i.state_code = 'submitted' then functions.application_faults(i.invitation_id) end
      from ops.invitation i
      join core.region r on r.region_code = i.region_code
      join ops.account a on a.account_id = i.invited_by
      left join raw.receipt t on t.receipt_id = i.receipt_id
      left join raw.delivery d on d.delivery_id = t.delivery_id
     where functions.may_invite(invitations.as_of, invitations.asker, i.region_code)
       and (invitations.invitation is null or i.invitation_id = invitations.invitation)
     order by i.state_code <> 'submitted', i.state_at desc, i.invitation_id desc
     limit 500;
end;
