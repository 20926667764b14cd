-- one row per zorgkantoorregio beside this one, the nearest first
-- Beside it: the centre of one of its postcode areas lies within 6 km of the centre of one of ours, which is how far apart the
-- centres of two areas on either side of a border lie. A region without such a neighbour has the three with the nearest middles.
-- Centres are laid on squares of 0.06 by 0.1 degrees, which are over 6 km both ways: one that near lies in the same square or the next.
-- after: distance_km
create function functions.region_neighbours(region text) returns table (region_code text, distance_km double precision)
language sql stable
begin atomic
    with centre as materialized (
        select p.zorgkantoorregio_code as region_code, p.latitude, p.longitude,
               floor(p.latitude / 0.06)::integer as north, floor(p.longitude / 0.1)::integer as east
          from core.postcode p
    ),
    middle as materialized (
        select c.region_code, avg(c.latitude)::double precision as latitude, avg(c.longitude)::double precision as longitude
          from centre c
         group by 1
    ),
    apart as materialized (
        select other.region_code,
               functions.distance_km(own.latitude, own.longitude, other.latitude, other.longitude) as distance_km
          from middle own
          join middle other on other.region_code <> own.region_code
         where own.region_code = region_neighbours.region
    ),
    beside as materialized (
        select distinct there.region_code
          from centre here
         cross join generate_series(-1, 1) up
         cross join generate_series(-1, 1) aside
          join centre there on there.north = here.north + up and there.east = here.east + aside and there.region_code <> here.region_code
         where here.region_code = region_neighbours.region
           and functions.distance_km(
               here.latitude::double precision, here.longitude::double precision,
               there.latitude::double precision, there.longitude::double precision) <= 6
    )
    select a.region_code, a.distance_km
      from apart a
     where a.region_code in (select b.region_code from beside b)
        or (not exists (select from beside) and a.region_code in (
            select near.region_code from apart near order by near.distance_km, near.region_code limit 3))
     order by a.distance_km, a.region_code;
end;
