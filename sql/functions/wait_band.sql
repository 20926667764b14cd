-- one band for one wait: 1 up to 2 weeks, 2 up to 4, 3 up to 9, 4 up to 14, 5 longer, 6 not known
create function functions.wait_band(weeks numeric) returns smallint
language sql immutable parallel safe
begin atomic
    select case
        when wait_band.weeks <= 2 then 1
        when wait_band.weeks <= 4 then 2
        when wait_band.weeks <= 9 then 3
        when wait_band.weeks <= 14 then 4
        when wait_band.weeks is not null then 5
        else 6
    end::smallint;
end;
