-- the deliveries of the nights that are there, once more, so many days earlier
insert into raw.delivery (delivery_id, source_code, feed_code, file_name, received_at, delivered_at, sha256, size_bytes, state_code,
                          read_count, accepted_count, refused_count, duplicate_count, finished_at, order_at) overriding system value
select d.delivery_id + 1000 * {block}, d.source_code, d.feed_code, d.file_name, d.received_at - {days} * interval '1 day',
       d.delivered_at - {days} * interval '1 day', lpad(to_hex(d.delivery_id + 1000 * {block}), 64, '0'), d.size_bytes, 'superseded',
       d.read_count, d.accepted_count, d.refused_count, d.duplicate_count, d.finished_at - {days} * interval '1 day',
       d.order_at - {days} * interval '1 day'
  from raw.delivery d
 where d.feed_code = 'capacity_csv' and d.delivery_id < 1000
