-- one row per thing an account did, saw or was refused, newest first; before_event goes on where the last answer ended
-- For the person itself, so reading it is not written down.
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator, auditor
create function read.own_actions(as_of timestamptz, account bigint, row_limit integer default 100, before_event bigint default null)
returns table (
    event_id bigint, occurred_at timestamptz, event_type text, action_code text, outcome_code text, role_code text,
    session_id bigint, address text, purpose text, region_code text, object_type text, object_id text, detail jsonb, request_id text
)
language sql stable security definer set search_path = ''
begin atomic
    select e.event_id, e.occurred_at, e.event_type, e.action_code, e.outcome_code, e.role_code, e.session_id, e.address, e.purpose,
           e.region_code, e.object_type, e.object_id, e.detail, e.request_id
      from audit.event e
     where e.account_id = own_actions.account and e.occurred_at <= own_actions.as_of
       and (own_actions.before_event is null or e.event_id < own_actions.before_event)
     order by e.event_id desc
     limit least(greatest(own_actions.row_limit, 0), 1000);
end;
