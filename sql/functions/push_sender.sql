-- one row: the push token with this visible part, whose source it speaks for, and whether it is open, expired, revoked or ended (its source is)
create function functions.push_sender(as_of timestamptz, token_prefix text) returns table (
    token_id bigint, source_code text, token_sha256 text, state_code text
)
language sql stable
begin atomic
    select t.token_id, t.source_code, t.token_sha256,
           case when t.revoked_at is not null then 'revoked'
                when t.expires_at <= push_sender.as_of then 'expired'
                when not s.is_active then 'ended'
                else 'open' end
      from ops.push_token t
      join core.source s on s.source_code = t.source_code
     where t.token_prefix = push_sender.token_prefix;
end;
