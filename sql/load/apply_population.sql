-- take over the inhabitants of each municipality and day that a delivery tells; another day is left alone
create function load.apply_population(delivery bigint, applied_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    delete from core.population_count p
     using raw.staged_population s
     where s.delivery_id = delivery and p.municipality_code = s.municipality_code and p.counted_on = s.counted_on;
    insert into core.population_count (municipality_code, age_from, age_to, counted_on, inhabitant_count, delivery_id, line)
    select s.municipality_code, split_part(rtrim(c.key, '+'), '-', 1)::smallint, nullif(split_part(c.key, '-', 2), '')::smallint,
           s.counted_on, c.value::integer, delivery, s.line
      from raw.staged_population s
     cross join lateral jsonb_each_text(s.inhabitant_counts) c
     where s.delivery_id = delivery;
end;
