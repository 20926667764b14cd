-- the waits of a made-up country by a second method too, with lists of who waits, and with a correction of every month some hours later
update core.waiting_time set waiting_intake_count = 5 + source_location_id % 40, waiting_intake_over_norm_count = source_location_id % 5,
       waiting_treatment_count = 3 + source_location_id % 30, waiting_treatment_over_norm_count = source_location_id % 3,
       inflow_intake_count = 4 + source_location_id % 17, inflow_treatment_count = 3 + source_location_id % 13;

insert into raw.delivery (source_code, feed_code, file_name, received_at, delivered_at, sha256, size_bytes, state_code, read_count,
                          accepted_count, refused_count, duplicate_count, finished_at, order_at)
select d.source_code, d.feed_code, 'correction.csv', d.received_at + interval '2 hours', d.delivered_at + interval '2 hours',
       repeat('c', 64), 1, 'applied', 1, 1, 0, 0, d.finished_at + interval '2 hours', d.order_at + interval '2 hours'
  from raw.delivery d where d.delivery_id = (select min(t.delivery_id) from core.waiting_time t);

insert into core.waiting_time (
    source_location_id, circuit_code, diagnosis_group_code, group_literal, insurer_literal, segment_code, setting_code, method_code,
    reference_on, version, intake_weeks, intake_state, treatment_weeks, treatment_state, delivery_id, line, inflow_intake_count,
    inflow_treatment_count
)
select t.source_location_id, t.circuit_code, t.diagnosis_group_code, t.group_literal, t.insurer_literal, t.segment_code, t.setting_code,
       told.method_code, t.reference_on, told.version, t.intake_weeks + told.version - 1, t.intake_state, t.treatment_weeks,
       t.treatment_state, told.delivery_id, t.line, t.inflow_intake_count, t.inflow_treatment_count
  from core.waiting_time t
 cross join lateral (values ('current', 1, t.delivery_id),
                            ('retrospective', 2, (select max(d.delivery_id) from raw.delivery d))) told (method_code, version, delivery_id)
 where told.version = 1 or t.source_location_id % 10 = 0;

insert into core.wait_version (period_from, delivery_id, known_at, figure_count)
select date_trunc('month', t.reference_on)::date, t.delivery_id, d.received_at, count(*)
  from core.waiting_time t
  join raw.delivery d on d.delivery_id = t.delivery_id
 group by 1, 2, 3
    on conflict (period_from, delivery_id) do update set figure_count = excluded.figure_count;
