-- as load.merge_capacity_counts does for one night: every current row is written again
insert into core.capacity_current as now_shown (offer_id, urgency_code, counted_at, delivery_id, line, source_code, free_count, total_count, expires_at)
select c.offer_id, c.urgency_code, c.counted_at, c.delivery_id, c.line, 'capacity_csv', c.free_count, c.total_count, c.expires_at
  from core.capacity_count c
 where c.counted_at = (select max(counted_at) from core.capacity_current)
    on conflict (offer_id, urgency_code) do update
   set counted_at = excluded.counted_at, delivery_id = excluded.delivery_id, line = excluded.line, source_code = excluded.source_code,
       free_count = excluded.free_count, total_count = excluded.total_count, expires_at = excluded.expires_at, blank_code = null,
       blank_delivery_id = null
 where now_shown.source_code = excluded.source_code or now_shown.counted_at <= excluded.counted_at;
