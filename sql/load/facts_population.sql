-- one row: how many municipalities a delivery holds, against those of the same day that were published before
create function load.facts_population(delivery bigint)
returns table (
    accepted_count bigint, order_at timestamptz, offers_before bigint, offers_kept bigint, locations_before bigint,
    locations_gone bigint, free_before bigint, free_after bigint, older_count bigint, newer_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select (select count(*) from raw.staged_population s where s.delivery_id = delivery),
           (select max(s.counted_on)::timestamp at time zone 'UTC' from raw.staged_population s where s.delivery_id = delivery),
           (select count(distinct (p.municipality_code, p.counted_on)) from core.population_count p where p.counted_on in (
               select s.counted_on from raw.staged_population s where s.delivery_id = delivery)),
           (select count(distinct (p.municipality_code, p.counted_on))
              from core.population_count p
              join raw.staged_population s on s.municipality_code = p.municipality_code and s.counted_on = p.counted_on
             where s.delivery_id = delivery),
           0::bigint, 0::bigint, null::bigint, null::bigint, 0::bigint, 0::bigint;
end;
