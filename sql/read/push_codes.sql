-- one row per AGB code of the asker's own to which a push token can be bound, with whose it is
-- audience: app_provider, app_operator
create function read.push_codes(as_of timestamptz, asker bigint) returns table (agb_code text, name text)
language sql stable security definer set search_path = ''
begin atomic
    select c.agb_code, c.name from functions.push_codes(push_codes.as_of, push_codes.asker) c order by c.agb_code;
end;
