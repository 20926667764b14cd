-- one row per delivery of the sources that tell of a location, newest first, with what became of it and how many rows it had
-- Only for who may see deliveries there: all, of its regions, or of its own AGB codes; nobody else gets a row.
-- after: location_deliveries
-- audience: app_coordinator, app_operator, app_provider
create function read.location_deliveries_full(as_of timestamptz, asker bigint, location bigint, row_limit integer default 30) returns table (
    delivery_id bigint, source_name text, feed_code text, file_name text, received_at timestamptz, delivered_at timestamptz,
    state_code text, is_published boolean, read_count integer, accepted_count integer, refused_count integer, sentence_nl text
)
language sql stable security definer set search_path = ''
begin atomic
    select d.delivery_id, s.name, d.feed_code, d.file_name, d.received_at, d.delivered_at, d.state_code,
           exists (select from core.source_state state where state.delivery_id = d.delivery_id),
           d.read_count, d.accepted_count, d.refused_count, d.sentence_nl
      from raw.delivery d
      join core.source s on s.source_code = d.source_code
     where d.received_at <= location_deliveries_full.as_of
       and functions.reaches_location(
               location_deliveries_full.as_of, location_deliveries_full.asker, 'see_deliveries', location_deliveries_full.location)
       and d.source_code in (
           select o.source_code from core.offer o where o.location_id = location_deliveries_full.location
           union
           select c.source_code
             from core.offer o
             join core.capacity_current c on c.offer_id = o.offer_id
            where o.location_id = location_deliveries_full.location
           union
           select sl.source_code from core.source_location sl where sl.location_id = location_deliveries_full.location)
     order by d.received_at desc, d.delivery_id desc
     limit location_deliveries_full.row_limit;
end;
