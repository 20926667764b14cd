-- refuse the staged rows that break a rule, and every row of a municipality and day that is told twice
-- `headers` maps a column of raw.staged_population to the name its sender knows it by.
create function load.check_population(delivery bigint, at timestamptz, headers jsonb) returns void
language sql security definer set search_path = ''
begin atomic
    insert into raw.refused_row (delivery_id, line, column_name, refusal_code, value_excerpt)
    select delivery, s.line, coalesce(headers ->> rule.column_name, rule.column_name), rule.refusal_code, left(rule.value, 200)
      from raw.staged_population s
     cross join lateral (values
         ('municipality_code', 'unknown_municipality', s.municipality_code,
          not exists (select from core.municipality_region m where m.municipality_code = s.municipality_code)
          and not exists (select from core.municipality_change c where c.municipality_code = s.municipality_code)),
         ('counted_on', 'date_in_future', s.counted_on::text, s.counted_on > functions.dutch_date(at)),
         ('municipality_code', 'key_conflict', s.municipality_code, exists (
             select from raw.staged_population o
              where o.delivery_id = delivery and o.municipality_code = s.municipality_code and o.counted_on = s.counted_on
                and o.line <> s.line))
     ) as rule (column_name, refusal_code, value, is_broken)
     where s.delivery_id = delivery and rule.is_broken
        on conflict do nothing;
    delete from raw.staged_population s
     using raw.refused_row r
     where s.delivery_id = delivery and r.delivery_id = delivery and r.line = s.line;
end;
