-- refuse the staged versions that break a rule
-- `headers` maps a column of raw.staged_directory to the name its sender knows it by.
create function load.check_directory(delivery bigint, at timestamptz, headers jsonb) returns void
language sql security definer set search_path = ''
begin atomic
    insert into raw.refused_row (delivery_id, line, column_name, refusal_code, value_excerpt)
    select delivery, s.line, coalesce(headers ->> rule.column_name, rule.column_name), rule.refusal_code, left(rule.value, 200)
      from raw.staged_directory s
     cross join lateral (values
         ('updated_at', 'moment_in_future', s.updated_at::text, s.updated_at > at + interval '15 minutes')
     ) as rule (column_name, refusal_code, value, is_broken)
     where s.delivery_id = delivery and rule.is_broken
        on conflict do nothing;
    delete from raw.staged_directory s
     using raw.refused_row r
     where s.delivery_id = delivery and r.delivery_id = delivery and r.line = s.line;
end;
