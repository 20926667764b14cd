-- one row per zorgkantoorregio beside this one, the nearest first
-- Beside it: the centre of one of its postcode areas lies within 6 km of the centre of one of ours, which is how far apart the
-- centres of two areas on either side of a border lie. A region without such a neighbour has the three with the nearest middles.
-- after: distance_km
create function functions.region_neighbours(region text) returns table (region_code text, distance_km double precision)
language sql stable
begin atomic
    with middle as materialized (
        select p.zorgkantoorregio_code as region_code, avg(p.latitude)::double precision as latitude, avg(p.longitude)::double precision as longitude
          from core.postcode p
         where p.zorgkantoorregio_code is not null
         group by 1
    ),
    apart as materialized (
        select other.region_code,
               functions.distance_km(own.latitude, own.longitude, other.latitude, other.longitude)::double precision as distance_km
          from middle own
          join middle other on other.region_code <> own.region_code
         where own.region_code = region_neighbours.region
    ),
    beside as materialized (
        select distinct there.zorgkantoorregio_code as region_code
          from core.postcode here
          join core.postcode there
            on there.zorgkantoorregio_code <> here.zorgkantoorregio_code
           and there.latitude between here.latitude - 0.06 and here.latitude + 0.06
           and there.longitude between here.longitude - 0.1 and here.longitude + 0.1
         where here.zorgkantoorregio_code = region_neighbours.region
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
