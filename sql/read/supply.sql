-- one row per region of a layer, kind of place and age group (youth below 18, adults from 18) with places or inhabitants: supply per 1 000 of that age
-- Places are the total of each offer's newest count, all urgencies; an offer without a total is counted apart. Offers for both
-- ages count under the one of their youngest. Inhabitants are the newest known on that day; classes that begin
-- at 18 or later are adults. Municipalities that are shared out count by their share. null inhabitants: not known.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.supply(as_of timestamptz, layer text default 'zorgkantoorregio', region text default null) returns table (
    region_code text, unit_code text, age_group_code text, place_count bigint, offer_count bigint, untold_offer_count bigint,
    inhabitant_count numeric, counted_on date, per_1000 numeric
)
language sql stable security definer set search_path = ''
begin atomic
    with moment as materialized (select functions.dutch_date(supply.as_of) as on_date),
    place as (
        select p.postcode4,
               case supply.layer when 'zorgkantoorregio' then p.zorgkantoorregio_code when 'ggd_region' then p.ggd_region_code
                    when 'province' then p.province_code when 'municipality' then p.municipality_code
                    else (select r.region_code from functions.regions_of_postcode(p.postcode4, m.on_date) r
                           where r.layer_code = supply.layer order by r.region_code limit 1) end as region_code
          from core.postcode p cross join moment m
    ),
    places as (
        select a.region_code, c.unit_code, case when o.age_from >= 18 then 'adult' else 'youth' end as age_group_code,
               sum(n.total_count) as place_count, count(*) as offer_count, count(*) filter (where n.total_count is null) as untold_count
          from core.offer o
          join core.care_pathway c on c.care_pathway_code = o.care_pathway_code and c.unit_code is not null
          join core.location l on l.location_id = o.location_id
          join place a on a.postcode4 = l.postcode4
          left join (select k.offer_id, sum(k.total_count) as total_count from core.capacity_current k where k.counted_at <= supply.as_of
                      group by k.offer_id) n on n.offer_id = o.offer_id
         where a.region_code is not null
         group by 1, 2, 3
    ),
    living as materialized (
        select i.* from moment m cross join lateral functions.inhabitants(m.on_date) i
    ),
    counted as (
        select max(l.counted_on) as counted_on from living l
    ),
    inhabitants as (
        select coalesce(a.region_code, case when supply.layer = 'municipality' then p.municipality_code end) as region_code,
               case when p.age_from >= 18 then 'adult' else 'youth' end as age_group_code,
               sum(p.inhabitant_count * coalesce(a.share, 1)) as inhabitant_count
          from living p
         cross join moment m
          left join core.municipality_region a
            on a.municipality_code = p.municipality_code and a.layer_code = supply.layer
           and a.valid_from <= m.on_date and (a.valid_to is null or a.valid_to > m.on_date)
         group by 1, 2
    )
    select w.region_code, w.unit_code, w.age_group_code, w.place_count::bigint, w.offer_count, w.untold_count, i.inhabitant_count,
           counted.counted_on, metrics.supply_per_1000(w.place_count, i.inhabitant_count)
      from places w
     cross join counted
      left join inhabitants i on i.region_code = w.region_code and i.age_group_code = w.age_group_code
     where supply.region is null or w.region_code = supply.region
     order by w.region_code, w.unit_code, w.age_group_code;
end;
