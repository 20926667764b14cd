-- one row: what a link of a mail is good for: open, used, expired or unknown; for which location and until when
-- Asking changes nothing: a mail server that looks at every address in a mail uses none up.
-- audience: app_session
create function read.link_state(as_of timestamptz, token_sha256 text) returns table (
    state_code text, location_id bigint, location_name text, expires_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select s.state_code, s.location_id, l.name, s.expires_at
      from functions.link_state(link_state.as_of, link_state.token_sha256) s
      left join core.location l on l.location_id = s.location_id;
end;
