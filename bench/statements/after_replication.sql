-- the next delivery is numbered after those that were written
select setval('raw.delivery_delivery_id_seq', (select max(delivery_id) from raw.delivery))
