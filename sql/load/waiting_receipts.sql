-- one row per payload that the web took in and the worker has not taken up yet, oldest first; its bytes apart, by load.receipt
-- What was taken in of a source that was switched off waits until it is on again.
create function load.waiting_receipts() returns table (receipt_id bigint, source_code text, feed_code text, size_bytes integer)
language sql stable security definer set search_path = ''
begin atomic
    select r.receipt_id, r.source_code, s.feed_code, length(r.payload)
      from raw.receipt r
      join core.source s on s.source_code = r.source_code
     where r.delivery_id is null and s.is_active
     order by r.receipt_id;
end;
