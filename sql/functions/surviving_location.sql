-- the location that this number stands for today: itself, or the one that it was merged into, however often
create function functions.surviving_location(location bigint) returns bigint
language sql stable
begin atomic
    with recursive chain as (
        select l.location_id, l.merged_into from core.location l where l.location_id = surviving_location.location
        union
        select l.location_id, l.merged_into from chain c join core.location l on l.location_id = c.merged_into
    )
    select c.location_id from chain c where c.merged_into is null;
end;
