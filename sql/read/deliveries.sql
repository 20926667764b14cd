-- one row per delivery that the asker's role and scope reach, newest first: what came, what became of it and why
-- A provider sees those of its own sources, a coordinator of its regions, an operator and an auditor all. Who looked is written
-- down. is_published says that readers see this delivery now. The bytes are not part of it.
-- audience: app_provider, app_coordinator, app_operator, auditor
create function read.deliveries(
    as_of timestamptz, asker bigint, source text default null, row_limit integer default 50, request_id text default null
) returns table (
    delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, received_at timestamptz,
    delivered_at timestamptz, order_at timestamptz, sha256 text, size_bytes bigint, state_code text, is_published boolean,
    read_count integer, accepted_count integer, refused_count integer, duplicate_count integer, masked_count integer,
    reason_code text, sentence_nl text, gates jsonb, replay_of bigint, finished_at timestamptz, decided_by text,
    decided_at timestamptz, decision_reason text, age interval
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => deliveries.as_of, account => deliveries.asker, event_type => 'deliveries_read', action => 'R', object_type => 'delivery',
        request_id => deliveries.request_id, detail => jsonb_strip_nulls(jsonb_build_object('source', left(deliveries.source, 100))));
    select d.delivery_id, d.source_code, d.source_name, d.feed_code, d.file_name, d.received_at, d.delivered_at,
           d.order_at, d.sha256, d.size_bytes, d.state_code, d.is_published, d.read_count, d.accepted_count,
           d.refused_count, d.duplicate_count, d.masked_count, d.reason_code, d.sentence_nl, d.gates, d.replay_of,
           d.finished_at, d.decided_by, d.decided_at, d.decision_reason, d.age
      from load.deliveries(
               deliveries.as_of,
               array(select s.source_code
                       from functions.sources_in_reach(deliveries.as_of, deliveries.asker, 'see_deliveries') s
                      where deliveries.source is null or s.source_code = deliveries.source),
               least(greatest(deliveries.row_limit, 0), 1000)) d;
end;
