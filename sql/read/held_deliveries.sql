-- one row per delivery that waits for a person, of the regions of the asker, or of all when it may see all; oldest first
-- One that a person released and that is not loaded yet waits no more. Who looked is written down.
-- audience: app_coordinator, app_operator, auditor
create function read.held_deliveries(as_of timestamptz, asker bigint, request_id text default null) returns table (
    delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, received_at timestamptz,
    reason_code text, sentence_nl text, gates jsonb, read_count integer, accepted_count integer, refused_count integer
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => held_deliveries.as_of, account => held_deliveries.asker, event_type => 'held_deliveries_read', action => 'R',
        object_type => 'delivery', request_id => held_deliveries.request_id);
    select d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.received_at, d.reason_code, d.sentence_nl, d.gates,
           d.read_count, d.accepted_count, d.refused_count
      from functions.sources_in_reach(held_deliveries.as_of, held_deliveries.asker, 'see_deliveries') reached
      join raw.delivery d on d.source_code = reached.source_code
      join core.source s on s.source_code = d.source_code
     where d.state_code = 'held' and d.decided_at is null
     order by d.delivery_id;
end;
