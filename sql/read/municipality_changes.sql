-- one row per municipality that ends or ended, what comes first: in which it goes up, and what bears the old code now
-- is_coming: its day is still to come. can_withdraw: it was said on a page and its day is still to come. postcode_count is what our list
-- still places in the old one, place_count the places that waits are told of. successor_name is null where no list knows the successor.
-- audience: app_operator
create function read.municipality_changes(as_of timestamptz, asker bigint) returns table (
    municipality_code text, name text, successor_code text, successor_name text, valid_from date, source text, is_coming boolean,
    can_withdraw boolean, postcode_count bigint, place_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with postcodes as (
        select p.municipality_code, count(*) as postcode_count from core.postcode p group by p.municipality_code
    ),
    places as (
        select borne.municipality_code, count(*) as place_count
          from core.source_location s
         cross join lateral (select distinct unnest(s.municipality_codes)) borne (municipality_code)
         group by borne.municipality_code
    )
    select c.municipality_code, c.name, c.successor_code, r.name, c.valid_from, c.source,
           c.valid_from > functions.dutch_date(municipality_changes.as_of),
           c.valid_from > functions.dutch_date(municipality_changes.as_of) and c.maintained_by = 'page',
           coalesce(postcodes.postcode_count, 0), coalesce(places.place_count, 0)
      from core.municipality_change c
      left join postcodes on postcodes.municipality_code = c.municipality_code
      left join places on places.municipality_code = c.municipality_code
      left join core.region r on r.region_code = c.successor_code and r.layer_code = 'municipality'
     where functions.may(municipality_changes.as_of, municipality_changes.asker, 'manage_master_data')
     order by c.valid_from desc, c.municipality_code;
end;
