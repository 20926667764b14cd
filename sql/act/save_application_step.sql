-- one row: what became of saving a step of an application with the link of an invitation: done, and the new version; or why not
-- unknown_link, expired_link, submitted_link, approved_link, withdrawn_link; changed_meanwhile when another tab or person saved it
-- after `version` (0: never saved); wrong_text when a text has a number as long as a person's: it is not taken in.
-- audience: app_session
create function act.save_application_step(
    token_sha256 text, step text, content jsonb, version integer, at timestamptz, request_id text default null
) returns table (outcome_code text, version integer)
language sql volatile security definer set search_path = ''
begin atomic
    select from ops.invitation i where i.token_sha256 = save_application_step.token_sha256 for update;
    with judged as materialized (
        select k.invitation_id,
               case
                   when k.state_code <> 'open' then k.state_code || '_link'
                   when exists (
                       select from jsonb_path_query(save_application_step.content, 'strict $.** ? (@.type() == "object")') inside
                        cross join lateral jsonb_each(inside) one (name, told)
                        where one.name in ('provider_name', 'contact_name', 'location_name', 'place_name', 'consult_hours', 'exclusion_reason')
                          and one.told #>> '{}' ~ '[0-9]([ .-]?[0-9]){7}') then 'wrong_text'
                   when coalesce((select s.version from ops.application_step s
                                   where s.invitation_id = k.invitation_id and s.step_code = save_application_step.step), 0)
                        <> save_application_step.version then 'changed_meanwhile'
                   else 'done'
               end as outcome_code
          from functions.invited(save_application_step.at, save_application_step.token_sha256) k
    ),
    saved as (
        insert into ops.application_step as s (invitation_id, step_code, content, saved_at)
        select j.invitation_id, save_application_step.step, save_application_step.content, save_application_step.at
          from judged j
         where j.outcome_code = 'done'
            on conflict (invitation_id, step_code) do update
           set content = excluded.content, saved_at = excluded.saved_at, version = s.version + 1
        returning s.version
    )
    select j.outcome_code, s.version
      from judged j
      left join saved s on true
     where functions.record_event(
               at => save_application_step.at, account => null, event_type => 'application_saved', action => 'U',
               outcome => case j.outcome_code when 'done' then 'success' when 'changed_meanwhile' then 'failed'
                                              when 'wrong_text' then 'failed' else 'refused' end,
               object_type => 'invitation', object_id => j.invitation_id::text, request_id => save_application_step.request_id,
               detail => jsonb_build_object('means', 'link', 'step', save_application_step.step, 'outcome', j.outcome_code)) > 0;
end;
