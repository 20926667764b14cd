create materialized view core.bench_newest as
select distinct on (c.offer_id, c.urgency_code) c.*
  from core.capacity_count c
 order by c.offer_id, c.urgency_code, c.counted_at desc;
create unique index bench_newest_key on core.bench_newest (offer_id, urgency_code);
