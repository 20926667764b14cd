-- one row per place that waits are told of: the region it lies in, in one layer on a day
-- after: current_municipality
-- By its postcode; a municipality that is shared out lies in the region with most of its inhabitants. A place that only
-- names municipalities lies where the first of them lies, or the one in which that went up. A place that cannot be placed has no row.
create function functions.region_of_place(layer text, on_date date) returns table (source_location_id bigint, region_code text)
language sql stable
begin atomic
    with assigned as (
        select distinct on (m.municipality_code) m.municipality_code, m.region_code
          from core.municipality_region m
         where m.layer_code = region_of_place.layer
           and m.valid_from <= greatest(region_of_place.on_date, (select min(o.valid_from) from core.municipality_region o
                                                                   where o.layer_code = region_of_place.layer))
           and (m.valid_to is null or m.valid_to > region_of_place.on_date)
         order by m.municipality_code, m.share desc, m.region_code
    )
    select sl.source_location_id, found.region_code
      from core.source_location sl
      left join core.location l on l.location_id = sl.location_id
      left join core.postcode p on p.postcode4 = coalesce(l.postcode4, sl.postcode4)
     cross join lateral (
         select coalesce(p.municipality_code, sl.municipality_codes[1]) as municipality_code) told
     cross join lateral (
         select case when exists (select from core.municipality_change c where c.municipality_code = told.municipality_code)
                     then functions.current_municipality(
                              told.municipality_code,
                              greatest(region_of_place.on_date,
                                       (select min(o.valid_from) from core.region o where o.layer_code = 'municipality')))
                     else told.municipality_code end as municipality_code) named
      left join assigned a on a.municipality_code = named.municipality_code
      left join core.region r on r.region_code = named.municipality_code
     cross join lateral (
         select case region_of_place.layer
                    when 'zorgkantoorregio' then coalesce(p.zorgkantoorregio_code, a.region_code)
                    when 'ggd_region' then coalesce(p.ggd_region_code, a.region_code)
                    when 'province' then coalesce(p.province_code, a.region_code)
                    when 'municipality' then r.region_code
                    else a.region_code end as region_code
     ) found
     where found.region_code is not null;
end;
