-- one row: what became of giving a connection a new push token: done, denied, wrong_days
-- The tokens it had work for 24 hours more, so that a supplier can change over by day; they can be revoked sooner.
-- audience: app_provider, app_operator
create function act.rotate_push_token(
    asker bigint, source text, token_prefix text, token_sha256 text, valid_days integer, at timestamptz, request_id text default null
) returns table (outcome_code text, token_id bigint)
language sql volatile security definer set search_path = ''
begin atomic
    with judged as materialized (
        select case
                   when not exists (select from functions.sources_in_reach(rotate_push_token.at, rotate_push_token.asker, 'manage_push') r
                                      join ops.push_token t on t.source_code = r.source_code
                                     where r.source_code = rotate_push_token.source) then 'denied'
                   when coalesce(rotate_push_token.valid_days, 0) not between 1 and 366 then 'wrong_days'
                   else 'done'
               end as outcome_code
    ),
    older as (
        update ops.push_token t
           set expires_at = least(t.expires_at, rotate_push_token.at + interval '24 hours')
          from judged j
         where j.outcome_code = 'done' and t.source_code = rotate_push_token.source and t.revoked_at is null
           and t.expires_at > rotate_push_token.at
        returning t.token_id
    ),
    made as (
        insert into ops.push_token (source_code, token_prefix, token_sha256, made_at, expires_at)
        select rotate_push_token.source, rotate_push_token.token_prefix, rotate_push_token.token_sha256, rotate_push_token.at,
               rotate_push_token.at + make_interval(days => rotate_push_token.valid_days)
          from judged j
         where j.outcome_code = 'done'
        returning token_id
    ),
    ended as materialized (
        select j.outcome_code, m.token_id from judged j left join made m on true where (select count(*) from older) >= 0
    )
    select e.outcome_code, e.token_id
      from ended e
     where functions.record_event(
               at => rotate_push_token.at, account => rotate_push_token.asker, event_type => 'push_token_rotated', action => 'U',
               outcome => functions.event_outcome(e.outcome_code),
               object_type => 'push_token', object_id => e.token_id::text, request_id => rotate_push_token.request_id,
               detail => jsonb_build_object('outcome', e.outcome_code, 'source', left(rotate_push_token.source, 60),
                                            'token', rotate_push_token.token_prefix)) > 0;
end;
