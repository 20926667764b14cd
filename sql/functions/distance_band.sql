-- one band for one distance: 1 up to 5 km, 2 up to 15, 3 up to 30, 4 farther, 5 not known (sorts last, is never lost)
create function functions.distance_band(km numeric) returns smallint
language sql immutable parallel safe
begin atomic
    select case
        when distance_band.km <= 5 then 1
        when distance_band.km <= 15 then 2
        when distance_band.km <= 30 then 3
        when distance_band.km is not null then 4
        else 5
    end::smallint;
end;
