-- write that a push token was used, to the minute
-- audience: app_session
create function act.note_push_token(token bigint, at timestamptz) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    with used as (
        update ops.push_token t
           set last_used_at = note_push_token.at
         where t.token_id = note_push_token.token
           and (t.last_used_at is null or t.last_used_at <= note_push_token.at - interval '1 minute')
        returning 1
    )
    select count(*) from used;
end;
