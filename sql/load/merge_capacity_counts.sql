-- add the counts of a delivery to the history and make them the current ones; what it does not name becomes unknown, unless its source is partial
-- after: staged_count, ensure_month
create function load.merge_capacity_counts(delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    -- history
    select load.ensure_month('capacity_count', months.month)
      from (select distinct date_trunc('month', s.counted_at at time zone 'UTC')::date as month
              from raw.staged_capacity s where s.delivery_id = delivery) months;
    with told as materialized (select c.* from load.staged_count(delivery) c),
    history as (
        insert into core.capacity_count (
            offer_id, urgency_code, counted_at, delivery_id, line, free_count, total_count, reserved_count, expected_7_count,
            expected_14_count, expected_28_count, first_on, expires_at
        )
        select t.offer_id, t.urgency_code, t.counted_at, delivery, t.line, t.free_count, t.total_count, t.reserved_count,
               t.expected_7_count, t.expected_14_count, t.expected_28_count, t.first_on, t.expires_at
          from told t
    )
    -- current state: the newer count wins where two sources speak of one offer
    insert into core.capacity_current as now_shown (
        offer_id, urgency_code, counted_at, delivery_id, line, source_code, free_count, total_count, reserved_count,
        expected_7_count, expected_14_count, expected_28_count, first_on, expires_at
    )
    select t.offer_id, t.urgency_code, t.counted_at, delivery, t.line, d.source_code, t.free_count, t.total_count, t.reserved_count,
           t.expected_7_count, t.expected_14_count, t.expected_28_count, t.first_on, t.expires_at
      from told t
      join raw.delivery d on d.delivery_id = delivery
        on conflict (offer_id, urgency_code) do update
       set counted_at = excluded.counted_at, delivery_id = excluded.delivery_id, line = excluded.line,
           source_code = excluded.source_code, free_count = excluded.free_count, total_count = excluded.total_count,
           reserved_count = excluded.reserved_count, expected_7_count = excluded.expected_7_count,
           expected_14_count = excluded.expected_14_count, expected_28_count = excluded.expected_28_count,
           first_on = excluded.first_on, expires_at = excluded.expires_at, blank_code = null, blank_delivery_id = null
     where now_shown.source_code = excluded.source_code or now_shown.counted_at <= excluded.counted_at;
    update core.capacity_current c
       set blank_code = 'absent', blank_delivery_id = delivery
      from raw.delivery d
     where d.delivery_id = delivery and c.source_code = d.source_code and c.delivery_id <> delivery
       and c.blank_code is distinct from 'absent'
       and not exists (select from core.source so where so.source_code = d.source_code and so.is_partial);
end;
