-- one row per municipality and age class of the newest count of inhabitants on or before that day (age_to inclusive, null is no limit)
-- A municipality that went up in another by that day is counted in that one.
-- after: current_municipality
-- A count that was delivered goes before the list of the product for the same day; two days are never mixed.
create function functions.inhabitants(on_date date) returns table (
    municipality_code text, age_from smallint, age_to smallint, counted_on date, inhabitant_count integer
)
language sql stable parallel safe
begin atomic
    with newest as (
        select greatest((select max(c.counted_on) from core.population_count c where c.counted_on <= inhabitants.on_date),
                        (select max(p.counted_on) from core.population p where p.counted_on <= inhabitants.on_date)) as counted_on
    ),
    counted as (
        select c.municipality_code, c.age_from, c.age_to, c.counted_on, c.inhabitant_count
          from core.population_count c
          join newest on newest.counted_on = c.counted_on
        union all
        select p.municipality_code, p.age_from, p.age_to, p.counted_on, p.inhabitant_count
          from core.population p
          join newest on newest.counted_on = p.counted_on
         where not exists (select from core.population_count c where c.counted_on = p.counted_on)
    )
    select named.code, c.age_from, c.age_to, c.counted_on, sum(c.inhabitant_count)::integer
      from counted c
     cross join lateral (
         select case when exists (select from core.municipality_change m where m.municipality_code = c.municipality_code)
                     then functions.current_municipality(c.municipality_code, inhabitants.on_date)
                     else c.municipality_code end as code) named
     group by 1, 2, 3, 4;
end;
