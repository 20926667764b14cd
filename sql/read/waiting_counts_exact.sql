-- one row per location, age circuit and diagnosis group of the asker's own that told waiting places for a month: exact counts
-- Own are the asker's regions (a coordinator) or AGB codes (a provider), as its account holds them; without any there are no
-- rows, whatever is asked. region narrows. Without a month the newest. Who looked is written down.
-- audience: app_coordinator, app_provider
create function read.waiting_counts_exact(
    as_of timestamptz, asker bigint, month date default null, region text default null, request_id text default null
) returns table (
    month date, region_code text, location_id bigint, provider_name text, location_name text, circuit_code text,
    diagnosis_group_code text, waiting_intake_count bigint, waiting_treatment_count bigint
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => waiting_counts_exact.as_of, account => waiting_counts_exact.asker, event_type => 'waiting_counts_read', action => 'R',
        object_type => 'waiting_counts_exact', region => waiting_counts_exact.region, request_id => waiting_counts_exact.request_id,
        detail => jsonb_strip_nulls(jsonb_build_object('month', waiting_counts_exact.month)));
    with asked as materialized (
        select coalesce(date_trunc('month', waiting_counts_exact.month)::date,
                        (select date_trunc('month', max(t.reference_on))::date
                           from core.waiting_time t
                          where t.reference_on <= functions.dutch_date(waiting_counts_exact.as_of)
                            and coalesce(t.waiting_intake_count, t.waiting_treatment_count) is not null)) as month
    )
    select asked.month, t.region_code, t.location_id, p.name, l.name, t.circuit_code, t.diagnosis_group_code,
           t.waiting_intake_count, t.waiting_treatment_count
      from asked
     cross join functions.waiting_told(asked.month) t
      join core.location l on l.location_id = t.location_id
      join core.provider p on p.provider_id = l.provider_id
     where (waiting_counts_exact.region is null or t.region_code = waiting_counts_exact.region)
       and functions.is_own(waiting_counts_exact.as_of, waiting_counts_exact.asker, 'see_waiting_counts', t.location_id)
     order by t.region_code, functions.name_order(p.name), functions.name_order(l.name), t.circuit_code, t.diagnosis_group_code;
end;
