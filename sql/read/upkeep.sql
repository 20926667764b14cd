-- one row per kind of upkeep that ever ran: when, how it ended, how long ago it last ended well
-- audience: app_operator
create function read.upkeep(as_of timestamptz) returns table (
    upkeep_code text, ran_at timestamptz, is_well boolean, well_at timestamptz, duration_seconds numeric, detail text, well_age interval
)
language sql stable security definer set search_path = ''
begin atomic
    select u.upkeep_code, u.ran_at, u.is_well, u.well_at, u.duration_seconds, u.detail, upkeep.as_of - u.well_at
      from ops.upkeep u
     order by u.upkeep_code;
end;
