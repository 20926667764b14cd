-- one row: the push token with this visible part: the hash of the whole, for which source, and whether it is open, expired, revoked or ended
-- Whether what was sent is the whole token is compared by who asks, in constant time. Asking changes nothing.
-- audience: app_session
create function read.push_sender(as_of timestamptz, token_prefix text) returns table (
    token_id bigint, source_code text, token_sha256 text, state_code text
)
language sql stable security definer set search_path = ''
begin atomic
    select s.token_id, s.source_code, s.token_sha256, s.state_code
      from functions.push_sender(push_sender.as_of, push_sender.token_prefix) s;
end;
