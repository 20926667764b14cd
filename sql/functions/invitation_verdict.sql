-- what becomes of a verdict (approve, return) on an application: done, or why not
-- denied: the invitation or one of the locations lies out of the asker's reach; not_submitted; without_reason, wrong_text: of a return;
-- else a code of functions.application_faults.
-- after: may_invite, application_faults, application_locations
create function functions.invitation_verdict(at timestamptz, asker bigint, invitation bigint, verdict text, reason text) returns text
language sql stable
begin atomic
    select coalesce((
        select case
                   when not functions.may_invite(invitation_verdict.at, invitation_verdict.asker, i.region_code) then 'denied'
                   when i.state_code <> 'submitted' then 'not_submitted'
                   when invitation_verdict.verdict = 'return' and coalesce(invitation_verdict.reason, '') !~ '\S' then 'without_reason'
                   when invitation_verdict.reason ~ '[0-9]([ .-]?[0-9]){7}' then 'wrong_text'
                   when invitation_verdict.verdict = 'return' then 'done'
                   when invitation_verdict.verdict <> 'approve' then 'denied'
                   when exists (
                       select from functions.application_locations(i.invitation_id) l
                        where not functions.may_invite(invitation_verdict.at, invitation_verdict.asker, l.region_code)) then 'denied'
                   else coalesce((functions.application_faults(i.invitation_id))[1], 'done')
               end
          from ops.invitation i
         where i.invitation_id = invitation_verdict.invitation), 'denied');
end;
