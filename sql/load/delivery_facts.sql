-- one row: a delivery as the pipeline needs it to take it up again, release, refuse or replay it
-- is_by_page: the web took it in.
create function load.delivery_facts(delivery bigint)
returns table (
    delivery_id bigint, source_code text, feed_code text, file_name text, state_code text, reason_code text, sha256 text, received_at timestamptz,
    delivered_at timestamptz, size_bytes bigint, masked_count integer, replay_of bigint, result_sha256 text, order_at timestamptz,
    is_published boolean, latest_replay_id bigint, latest_result_sha256 text,
    is_by_page boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select d.delivery_id, d.source_code, d.feed_code, d.file_name, d.state_code, d.reason_code, d.sha256, d.received_at, d.delivered_at,
           d.size_bytes, d.masked_count, d.replay_of, d.result_sha256, d.order_at,
           exists (select from core.source_state st where st.delivery_id in (d.delivery_id, newest.delivery_id)),
           newest.delivery_id, coalesce(newest.result_sha256, d.result_sha256),
           exists (select from raw.receipt r where r.delivery_id = d.delivery_id)
      from raw.delivery d
      left join lateral (
          select r.delivery_id, r.result_sha256
            from raw.delivery r
           where r.replay_of = d.delivery_id and r.state_code in ('applied', 'superseded')
           order by r.delivery_id desc
           limit 1
      ) newest on true
     where d.delivery_id = delivery_facts.delivery;
end;
