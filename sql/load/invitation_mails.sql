-- one row per invitation whose mail must go out now; that an application is approved is told once its places stand here
-- source_code: of the links with which the approved can state its places at once.
create function load.invitation_mails() returns table (
    invitation_id bigint, mail_code text, provider_name text, contact_email text, region_name text, reason text, source_code text
)
language sql stable security definer set search_path = ''
begin atomic
    select i.invitation_id, i.mail_code, i.provider_name,
           case when i.mail_code = 'approved'
                then coalesce(functions.application(i.invitation_id) -> 'contact' ->> 'contact_email', i.contact_email) else i.contact_email end,
           r.name, i.reason, 'opgave-' || i.agb_code
      from ops.invitation i
      join core.region r on r.region_code = i.region_code
      left join raw.receipt t on t.receipt_id = i.receipt_id
      left join raw.delivery d on d.delivery_id = t.delivery_id
     where i.mail_wanted_at is not null
       and (i.mail_code <> 'approved' or d.state_code in ('applied', 'superseded'))
     order by i.mail_wanted_at, i.invitation_id
     limit 50;
end;
