-- one row per applied delivery that brought a count or wait of a location, newest first: what came, from whom and when
-- Nothing of what was refused or held, and no counts of rows: those are for who looks after the deliveries.
-- audience: app_gp, app_coordinator, app_operator
create function read.location_deliveries(as_of timestamptz, location bigint, row_limit integer default 30) returns table (
    delivery_id bigint, source_name text, feed_code text, file_name text, received_at timestamptz, delivered_at timestamptz,
    state_code text, is_published boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select d.delivery_id, s.name, d.feed_code, d.file_name, d.received_at, d.delivered_at, d.state_code,
           exists (select from core.source_state state where state.delivery_id = d.delivery_id)
      from raw.delivery d
      join core.source s on s.source_code = d.source_code
     where d.state_code = 'applied' and d.received_at <= location_deliveries.as_of
       and d.delivery_id in (
           select c.delivery_id
             from core.offer o
             join core.capacity_count c on c.offer_id = o.offer_id
            where o.location_id = location_deliveries.location
           union
           select w.delivery_id
             from core.source_location sl
             join core.waiting_time w on w.source_location_id = sl.source_location_id
            where sl.location_id = location_deliveries.location)
     order by d.received_at desc, d.delivery_id desc
     limit location_deliveries.row_limit;
end;
