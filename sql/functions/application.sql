-- the steps of an application as one object: step -> what was saved of it; a step that was never saved is {}
create function functions.application(invitation bigint) returns jsonb
language sql stable
begin atomic
    select '{"contact": {}, "locations": {}, "offers": {}, "criteria": {}}'::jsonb
           || coalesce(jsonb_object_agg(s.step_code, s.content), '{}')
      from ops.application_step s
     where s.invitation_id = application.invitation;
end;
