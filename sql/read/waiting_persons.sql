-- one row as of read.waiting_counts, with the range of persons behind its waiting places: never a bare total
-- The range is that of metrics.persons_behind_places with the national shares of core.wait_setting on the first of the month; where
-- they are not known overlap_is_known is false and only the upper bound is sure. All of it follows from what is shown.
-- audience: app_insurer
-- after: waiting_counts
create function read.waiting_persons(
    as_of timestamptz, asker bigint, month date default null, region text default null, circuit text default null,
    diagnosis_group text default null, request_id text default null
) returns table (
    month date, region_code text, circuit_code text, diagnosis_group_code text,
    waiting_intake_count bigint, hidden_intake_cell_count bigint, waiting_treatment_count bigint, hidden_treatment_cell_count bigint,
    threshold integer, rounding integer, waiting_place_count bigint, persons_at_least bigint, persons_at_most bigint,
    overlap_is_known boolean, overlap_low_share numeric, overlap_high_share numeric
)
language sql volatile security definer set search_path = ''
begin atomic
    select c.*, places.total, p.at_least, p.at_most, overlap.low is not null and overlap.high is not null, overlap.low, overlap.high
      from read.waiting_counts(waiting_persons.as_of, waiting_persons.asker, waiting_persons.month, waiting_persons.region,
               waiting_persons.circuit, waiting_persons.diagnosis_group, waiting_persons.request_id) c
     cross join lateral (select metrics.waiting_place_count(c.waiting_intake_count, c.waiting_treatment_count) as total) places
     cross join lateral (select functions.wait_setting('overlap_low_share', c.month) as low,
                                functions.wait_setting('overlap_high_share', c.month) as high) overlap
     cross join lateral metrics.persons_behind_places(places.total, overlap.low, overlap.high) p
     order by c.region_code nulls first, c.circuit_code nulls first, c.diagnosis_group_code nulls first;
end;
