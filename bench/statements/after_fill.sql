-- identities go on after the numbers that were written, and each month of waits gets its version
select setval('raw.delivery_delivery_id_seq', (select max(delivery_id) from raw.delivery)),
       setval('core.provider_provider_id_seq', (select max(provider_id) from core.provider)),
       setval('core.location_location_id_seq', (select max(location_id) from core.location)),
       setval('core.offer_offer_id_seq', (select max(offer_id) from core.offer)),
       setval('core.source_location_source_location_id_seq', (select max(source_location_id) from core.source_location));

insert into core.wait_version (period_from, delivery_id, known_at, figure_count)
select date_trunc('month', t.reference_on)::date, t.delivery_id, d.received_at, count(*)
  from core.waiting_time t
  join raw.delivery d on d.delivery_id = t.delivery_id
 group by 1, 2, 3;
