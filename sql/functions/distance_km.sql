-- one distance for two points: kilometres along the great circle (haversine), WGS84 degrees in, mean earth radius 6371.0088
-- Between centres of postcode areas it is good for bands, not for travel time. Null when one of the four is not known.
create function functions.distance_km(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
returns double precision
language sql immutable parallel safe
begin atomic
    select case when distance_km.lat1 + distance_km.lon1 + distance_km.lat2 + distance_km.lon2 is not null then
        2 * 6371.0088 * asin(least(1, sqrt(
            power(sin(radians(distance_km.lat2 - distance_km.lat1) / 2), 2)
            + cos(radians(distance_km.lat1)) * cos(radians(distance_km.lat2))
              * power(sin(radians(distance_km.lon2 - distance_km.lon1) / 2), 2)
        )))
    end;
end;
