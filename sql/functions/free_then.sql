-- one row, if it was then known: how many places of an offer and urgency were free at a moment of the past, from the history
-- A table and not a value, so that the question that asks it for every offer is planned as one.
-- The newest count then known, not expired and not stopped then. What was blanked in between was not yet blanked in it.
-- after: dutch_date
create function functions.free_then(moment timestamptz, location bigint, offer bigint, diagnosis_group text, urgency text)
returns table (free_count integer)
language sql stable parallel safe
begin atomic
    select before.free_count::integer
      from (select c.free_count, c.expires_at
              from core.capacity_count c
             where c.offer_id = free_then.offer and c.urgency_code = free_then.urgency and c.counted_at <= free_then.moment
             order by c.counted_at desc, c.delivery_id desc
             limit 1) before
     where before.expires_at > free_then.moment
       and not exists (
           select from core.closure k
            where k.location_id = free_then.location and k.concern_code is null
              and (k.offer_id is null or k.offer_id = free_then.offer)
              and (k.diagnosis_group_code is null or k.diagnosis_group_code = free_then.diagnosis_group)
              and k.from_on <= functions.dutch_date(free_then.moment)
              and (k.until_on is null or k.until_on >= functions.dutch_date(free_then.moment))
              and exists (select from raw.delivery d where d.delivery_id = k.delivery_id and d.received_at <= free_then.moment)
              and not exists (select from raw.delivery d where d.delivery_id = k.withdrawn_by and d.received_at <= free_then.moment));
end;
