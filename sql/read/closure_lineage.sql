-- one row: the delivery, file and line that first told of a stop that still stands, and the cells of that line
-- own_concerns: a stop for one insurer is told only when it is of one of these concerns, and of the cells not for which other
-- insurers the line tells of a stop; null tells all. cells as in read.capacity_lineage.
-- audience: app_gp, app_coordinator, app_operator
create function read.closure_lineage(as_of timestamptz, closure bigint, own_concerns text[] default null) returns table (
    location_id bigint, delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, sha256 text,
    line bigint, delivered_at timestamptz, received_at timestamptz, concern_code text, reason_code text, from_on date, until_on date,
    cells jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select k.location_id, d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.sha256, k.line, d.delivered_at,
           d.received_at, k.concern_code, k.reason_code, k.from_on, k.until_on,
           (select coalesce(jsonb_agg(one.said order by one.place), '[]')
              from jsonb_array_elements(functions.lineage_cells(d.feed_code, 'closure', d.delivery_id, k.line)) with ordinality one (said, place)
             where closure_lineage.own_concerns is null or one.said ->> 'column' <> 'stop_verzekeraars')
      from core.closure k
      join raw.delivery d on d.delivery_id = k.delivery_id
      join core.source s on s.source_code = d.source_code
     where k.closure_id = closure_lineage.closure and k.withdrawn_by is null
       and (k.until_on is null or k.until_on >= functions.dutch_date(closure_lineage.as_of))
       and (closure_lineage.own_concerns is null or k.concern_code is null or k.concern_code = any (closure_lineage.own_concerns));
end;
