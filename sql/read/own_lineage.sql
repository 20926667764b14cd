-- one row: a line of a delivery that tells of one's own location, with all its cells as they were delivered
-- Own is a location that bears one of these AGB codes today, or whose provider does; of another there is no row.
-- audience: app_provider
create function read.own_lineage(as_of timestamptz, own_agb text[], location bigint, delivery bigint, line bigint) returns table (
    location_id bigint, delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, sha256 text,
    line bigint, delivered_at timestamptz, received_at timestamptz, cells jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select own_lineage.location, d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.sha256, own_lineage.line,
           d.delivered_at, d.received_at, functions.lineage_cells(d.feed_code, 'own', d.delivery_id, own_lineage.line)
      from raw.delivery d
      join core.source s on s.source_code = d.source_code
     where d.delivery_id = own_lineage.delivery
       and functions.is_own_agb(own_lineage.as_of, own_lineage.own_agb, own_lineage.location)
       and (exists (select from core.offer o
                      join core.capacity_count c on c.offer_id = o.offer_id
                     where o.location_id = own_lineage.location and c.delivery_id = d.delivery_id and c.line = own_lineage.line)
            or exists (select from core.offer o
                         join core.offer_exclusion x on x.offer_id = o.offer_id
                        where o.location_id = own_lineage.location and x.delivery_id = d.delivery_id and x.line = own_lineage.line)
            or exists (select from core.closure k
                        where k.location_id = own_lineage.location and k.delivery_id = d.delivery_id and k.line = own_lineage.line));
end;
