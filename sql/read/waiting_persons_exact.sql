-- one row per region of the asker's own and diagnosis group (null: all of them): its waiting places, exact, and the range of persons behind them
-- The range as in read.waiting_persons.
-- audience: app_coordinator, app_provider
-- after: waiting_counts_exact
create function read.waiting_persons_exact(
    as_of timestamptz, asker bigint, month date default null, region text default null, request_id text default null
) returns table (
    month date, region_code text, diagnosis_group_code text, waiting_intake_count bigint, waiting_treatment_count bigint,
    waiting_place_count bigint, persons_at_least bigint, persons_at_most bigint, overlap_is_known boolean, overlap_low_share numeric,
    overlap_high_share numeric
)
language sql volatile security definer set search_path = ''
begin atomic
    select c.month, c.region_code, c.diagnosis_group_code, c.intake, c.treatment, places.total, p.at_least, p.at_most,
           overlap.low is not null and overlap.high is not null, overlap.low, overlap.high
      from (select e.month, e.region_code, e.diagnosis_group_code, sum(e.waiting_intake_count)::bigint as intake,
                   sum(e.waiting_treatment_count)::bigint as treatment
              from read.waiting_counts_exact(waiting_persons_exact.as_of, waiting_persons_exact.asker, waiting_persons_exact.month,
                       waiting_persons_exact.region, waiting_persons_exact.request_id) e
             group by grouping sets ((e.month, e.region_code, e.diagnosis_group_code), (e.month, e.region_code))) c
     cross join lateral (select metrics.waiting_place_count(c.intake, c.treatment) as total) places
     cross join lateral (select functions.wait_setting('overlap_low_share', c.month) as low,
                                functions.wait_setting('overlap_high_share', c.month) as high) overlap
     cross join lateral metrics.persons_behind_places(places.total, overlap.low, overlap.high) p
     order by c.region_code, c.diagnosis_group_code nulls first;
end;
