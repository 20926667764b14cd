-- one row: the delivery, file and line from which the current count of an offer and urgency comes; none when it was never told
-- free_count is null and unknown_code says why once the count no longer holds.
-- audience: app_gp, app_coordinator, app_operator
create function read.capacity_lineage(as_of timestamptz, offer bigint, urgency text) returns table (
    delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, sha256 text, line bigint,
    counted_at timestamptz, delivered_at timestamptz, received_at timestamptz, expires_at timestamptz, status_code text,
    unknown_code text, free_count integer
)
language sql stable security definer set search_path = ''
begin atomic
    select d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.sha256, state.line,
           state.counted_at, d.delivered_at, d.received_at, state.expires_at, state.status_code, state.unknown_code, state.free_count
      from functions.offer_state(capacity_lineage.as_of, capacity_lineage.urgency) state
      join raw.delivery d on d.delivery_id = state.delivery_id
      join core.source s on s.source_code = d.source_code
     where state.offer_id = capacity_lineage.offer;
end;
