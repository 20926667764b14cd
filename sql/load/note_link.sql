-- write down a link that a reminder carries: the hash of its token, for which location, and until when it works
create function load.note_link(source text, location bigint, token_sha256 text, at timestamptz, expires_at timestamptz) returns bigint
language sql security definer set search_path = ''
begin atomic
    insert into ops.statement_link (token_sha256, location_id, source_code, made_at, expires_at)
    values (note_link.token_sha256, note_link.location, note_link.source, note_link.at, note_link.expires_at)
    returning link_id;
end;
