-- one row per push token in the asker's reach: of which connection (a source), for which AGB codes, and how it stands
-- state_code: open, expired, revoked or ended. Never the token or its hash.
-- audience: app_provider, app_operator
create function read.push_tokens(as_of timestamptz, asker bigint) returns table (
    source_code text, name text, agb_codes text[], token_id bigint, token_prefix text, made_at timestamptz, expires_at timestamptz,
    revoked_at timestamptz, last_used_at timestamptz, state_code text
)
language sql stable security definer set search_path = ''
begin atomic
    select t.source_code, s.name, array(select a.agb_code from core.source_agb a where a.source_code = t.source_code order by a.agb_code),
           t.token_id, t.token_prefix, t.made_at, t.expires_at, t.revoked_at, t.last_used_at, state.state_code
      from functions.sources_in_reach(push_tokens.as_of, push_tokens.asker, 'manage_push') reach
      join ops.push_token t on t.source_code = reach.source_code
      join core.source s on s.source_code = t.source_code
     cross join lateral functions.push_sender(push_tokens.as_of, t.token_prefix) state
     order by s.name, t.source_code, t.token_id desc;
end;
