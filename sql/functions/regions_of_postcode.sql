-- one row per region that holds the postcode on that day, in every layer; several of one layer where its municipality is shared out
create function functions.regions_of_postcode(postcode text, on_date date) returns table (layer_code text, region_code text)
language sql stable parallel safe
begin atomic
    select r.layer_code, r.region_code
      from core.postcode p
     cross join lateral unnest(array[p.municipality_code, p.province_code, p.ggd_region_code, p.zorgkantoorregio_code]) as own (region_code)
      join core.region r on r.region_code = own.region_code
     where p.postcode4 = regions_of_postcode.postcode
    union
    select m.layer_code, m.region_code
      from core.postcode p
      join core.municipality_region m on m.municipality_code = p.municipality_code
     where p.postcode4 = regions_of_postcode.postcode
       and m.layer_code in ('acute', 'network')
       and m.valid_from <= regions_of_postcode.on_date and (m.valid_to is null or m.valid_to > regions_of_postcode.on_date);
end;
