-- one row: which release this database is at, as the fingerprint of its logic
-- A web process whose own is another must not answer: its questions may not be there.
-- audience: app_operator
create function read.release(as_of timestamptz) returns table (logic_sha256 text)
language sql stable security definer set search_path = ''
begin atomic
    select r.logic_sha256 from ops.release r where release.as_of is not null;
end;
