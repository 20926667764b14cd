-- one row: the delivery, file and line that first said what an offer does with a criterion, and the cells of that line
-- A value that was told again unchanged keeps the line on which it was told first. cells as in read.capacity_lineage.
-- audience: app_gp, app_coordinator, app_operator
create function read.exclusion_lineage(as_of timestamptz, offer bigint, criterion text) returns table (
    location_id bigint, delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, sha256 text,
    line bigint, delivered_at timestamptz, received_at timestamptz, value_code text, reason text, valid_to date, cells jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select o.location_id, d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.sha256, x.line, d.delivered_at,
           d.received_at, x.value_code, x.reason, x.valid_to, functions.lineage_cells(d.feed_code, 'exclusion', d.delivery_id, x.line)
      from core.offer_exclusion x
      join core.offer o on o.offer_id = x.offer_id
      join raw.delivery d on d.delivery_id = x.delivery_id
      join core.source s on s.source_code = d.source_code
     where x.offer_id = exclusion_lineage.offer and x.criterion_code = exclusion_lineage.criterion
       and (x.valid_from is null or x.valid_from <= functions.dutch_date(exclusion_lineage.as_of))
       and (x.valid_to is null or x.valid_to > functions.dutch_date(exclusion_lineage.as_of));
end;
