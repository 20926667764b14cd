-- one row per kind of upkeep that ever ran: when it last ended well, null when it never did
create function load.upkeep_done() returns table (upkeep_code text, well_at timestamptz)
language sql stable security definer set search_path = ''
begin atomic
    select u.upkeep_code, u.well_at from ops.upkeep u;
end;
