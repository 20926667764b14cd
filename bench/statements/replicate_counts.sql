-- the counts of the nights that are there, once more, so many days earlier
insert into core.capacity_count (offer_id, urgency_code, counted_at, delivery_id, line, free_count, total_count, expires_at)
select c.offer_id, c.urgency_code, c.counted_at - {days} * interval '1 day', c.delivery_id + 1000 * {block}, c.line, c.free_count,
       c.total_count, c.expires_at - {days} * interval '1 day'
  from core.capacity_count c
 where c.delivery_id < 1000
