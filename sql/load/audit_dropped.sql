-- one row per run of numbers that went from the audit trail with a month, as the trail itself tells: first, last, the last's hash
create function load.audit_dropped() returns table (first_id bigint, last_id bigint, last_hash text, dropped_at timestamptz)
language sql stable security definer set search_path = ''
begin atomic
    select (run.told ->> 0)::bigint, (run.told ->> 1)::bigint, run.told ->> 2, e.occurred_at
      from audit.event e
     cross join lateral jsonb_array_elements(e.detail -> 'runs') run (told)
     where e.event_type = 'audit_month_dropped'
     order by 1;
end;
