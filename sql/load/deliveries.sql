-- one row per delivery of these sources (null: of all), newest first: what came, what became of it and why
-- is_published says that readers see this delivery now. The bytes are not part of it.
create function load.deliveries(as_of timestamptz, sources text[] default null, row_limit integer default 50) returns table (
    delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, received_at timestamptz,
    delivered_at timestamptz, order_at timestamptz, sha256 text, size_bytes bigint, state_code text, is_published boolean,
    read_count integer, accepted_count integer, refused_count integer, duplicate_count integer, masked_count integer,
    reason_code text, sentence_nl text, gates jsonb, replay_of bigint, finished_at timestamptz, decided_by text,
    decided_at timestamptz, decision_reason text, age interval
)
language sql stable security definer set search_path = ''
begin atomic
    select d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.received_at, d.delivered_at, d.order_at, d.sha256,
           d.size_bytes, d.state_code, state.delivery_id is not null, d.read_count, d.accepted_count, d.refused_count,
           d.duplicate_count, d.masked_count, d.reason_code, d.sentence_nl, d.gates, d.replay_of, d.finished_at, d.decided_by,
           d.decided_at, d.decision_reason, deliveries.as_of - d.received_at
      from raw.delivery d
      join core.source s on s.source_code = d.source_code
      left join core.source_state state on state.delivery_id = d.delivery_id
     where deliveries.sources is null or d.source_code = any (deliveries.sources)
     order by d.delivery_id desc
     limit deliveries.row_limit;
end;
