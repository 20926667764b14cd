-- one row: the delivery, file and line from which the current count of an offer and urgency comes, and the cells of that line
-- None when it was never told. free_count and expected_count are null and unknown_code says why once the count no longer
-- holds. cells: the columns as delivered, [{column, cell}], never total or reserved; [] when the line cannot be shown again.
-- audience: app_gp, app_coordinator, app_operator
create function read.capacity_lineage(as_of timestamptz, offer bigint, urgency text) returns table (
    location_id bigint, delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, sha256 text,
    line bigint, counted_at timestamptz, delivered_at timestamptz, received_at timestamptz, expires_at timestamptz, status_code text,
    unknown_code text, free_count integer, expected_count integer, cells jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select state.location_id, d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.sha256, state.line,
           state.counted_at, d.delivered_at, d.received_at, state.expires_at, state.status_code, state.unknown_code, state.free_count,
           state.expected_count, functions.lineage_cells(d.feed_code, 'places', d.delivery_id, state.line)
      from functions.offer_state(capacity_lineage.as_of, capacity_lineage.urgency) state
      join raw.delivery d on d.delivery_id = state.delivery_id
      join core.source s on s.source_code = d.source_code
     where state.offer_id = capacity_lineage.offer;
end;
