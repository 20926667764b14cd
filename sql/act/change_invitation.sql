-- what became of sending an invitation again, or withdrawing it: done, denied, not_open (any more)
-- verdict: resend, withdraw. Again is a new link, also when the old one has lapsed; withdrawn, no link of it works any more.
-- audience: app_coordinator, app_operator
create function act.change_invitation(
    asker bigint, invitation bigint, verdict text, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    select from ops.invitation i where i.invitation_id = change_invitation.invitation for update;
    with judged as materialized (
        select coalesce((
            select case
                       when not functions.may_invite(change_invitation.at, change_invitation.asker, i.region_code) then 'denied'
                       when change_invitation.verdict = 'resend' and i.state_code in ('open', 'returned') then 'done'
                       when change_invitation.verdict = 'withdraw' and i.state_code in ('open', 'returned', 'submitted') then 'done'
                       else 'not_open'
                   end
              from ops.invitation i
             where i.invitation_id = change_invitation.invitation), 'denied') as outcome_code
    ),
    changed as (
        update ops.invitation i
           set state_code = case change_invitation.verdict when 'withdraw' then 'withdrawn' else i.state_code end,
               state_at = case change_invitation.verdict when 'withdraw' then change_invitation.at else i.state_at end,
               mail_code = case change_invitation.verdict when 'withdraw' then i.mail_code
                                else case i.state_code when 'returned' then 'returned' else 'invited' end end,
               mail_wanted_at = case change_invitation.verdict when 'withdraw' then null else change_invitation.at end
          from judged j
         where i.invitation_id = change_invitation.invitation and j.outcome_code = 'done'
        returning i.region_code
    )
    select j.outcome_code
      from judged j
      left join changed c on true
     where functions.record_event(
               at => change_invitation.at, account => change_invitation.asker,
               event_type => case change_invitation.verdict when 'withdraw' then 'invitation_withdrawn' else 'invitation_sent_again' end,
               action => 'U',
               outcome => functions.event_outcome(j.outcome_code),
               object_type => 'invitation', object_id => change_invitation.invitation::text, region => c.region_code,
               request_id => change_invitation.request_id, detail => jsonb_build_object('outcome', j.outcome_code)) > 0;
end;
