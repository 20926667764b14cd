-- what became of sending an application in with the link of its invitation: done, <state>_link as act.save_application_step, or a fault
-- Twice is once: the second time it is submitted_link.
-- audience: app_session
create function act.submit_application(token_sha256 text, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    select from ops.invitation i where i.token_sha256 = submit_application.token_sha256 for update;
    with judged as materialized (
        select k.invitation_id,
               case when k.state_code <> 'open' then k.state_code || '_link'
                    else coalesce((functions.application_faults(k.invitation_id))[1], 'done') end as outcome_code
          from functions.invited(submit_application.at, submit_application.token_sha256) k
    ),
    changed as (
        update ops.invitation i
           set state_code = 'submitted', state_at = submit_application.at, mail_wanted_at = null
          from judged j
         where i.invitation_id = j.invitation_id and j.outcome_code = 'done'
        returning i.region_code
    )
    select j.outcome_code
      from judged j
      left join changed c on true
     where functions.record_event(
               at => submit_application.at, account => null, event_type => 'application_submitted', action => 'U',
               outcome => case when j.outcome_code = 'done' then 'success' when j.outcome_code like '%_link' then 'refused' else 'failed' end,
               object_type => 'invitation', object_id => j.invitation_id::text, region => c.region_code,
               request_id => submit_application.request_id, detail => jsonb_build_object('means', 'link', 'outcome', j.outcome_code)) > 0;
end;
