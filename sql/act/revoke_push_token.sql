-- one row: what became of revoking a push token: done, or denied (of somebody else, or not there); from now on it opens nothing
-- audience: app_provider, app_operator
create function act.revoke_push_token(asker bigint, token bigint, at timestamptz, request_id text default null) returns table (outcome_code text)
language sql volatile security definer set search_path = ''
begin atomic
    with revoked as (
        update ops.push_token t
           set revoked_at = coalesce(t.revoked_at, greatest(revoke_push_token.at, t.made_at))
          from functions.sources_in_reach(revoke_push_token.at, revoke_push_token.asker, 'manage_push') r
         where t.token_id = revoke_push_token.token and r.source_code = t.source_code
        returning t.token_id, t.token_prefix
    ),
    ended as materialized (
        select case when r.token_id is null then 'denied' else 'done' end as outcome_code, r.token_prefix
          from (select) one
          left join revoked r on true
    )
    select e.outcome_code
      from ended e
     where functions.record_event(
               at => revoke_push_token.at, account => revoke_push_token.asker, event_type => 'push_token_revoked', action => 'D',
               outcome => case e.outcome_code when 'done' then 'success' else 'refused' end,
               object_type => 'push_token', object_id => revoke_push_token.token::text, request_id => revoke_push_token.request_id,
               detail => jsonb_strip_nulls(jsonb_build_object('outcome', e.outcome_code, 'token', e.token_prefix))) > 0;
end;
