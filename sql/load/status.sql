-- one row per active source: its last delivery, its age against the agreed rhythm, how it is fetched, what waits in the queue
-- has_credential says that one is kept, never which. waiting_count is what the web took in and no worker took up yet.
create function load.status(as_of timestamptz)
returns table (
    source_code text, feed_code text, is_historic boolean, delivery_id bigint, state_code text, received_at timestamptz, applied_at timestamptz,
    expected_every interval, late_since timestamptz, way_code text, has_credential boolean, failure_code text, job_status text,
    waiting_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code, s.feed_code, s.is_historic, last.delivery_id, last.state_code, last.received_at, state.applied_at, s.expected_every,
           functions.late_since(state.applied_at, s.expected_every, s.grace), t.way_code, t.credential_encrypted is not null,
           t.failure_code, job.status,
           (select count(*) from raw.receipt r where r.source_code = s.source_code and r.delivery_id is null)
      from core.source s
      left join core.source_state state on state.source_code = s.source_code
      left join ops.source_transport t on t.source_code = s.source_code
      left join lateral (
          select d.delivery_id, d.state_code, d.received_at
            from raw.delivery d
           where d.source_code = s.source_code and d.received_at <= status.as_of
           order by d.delivery_id desc
           limit 1) last on true
      left join lateral (
          select j.status::text as status
            from queue.procrastinate_jobs j
           where j.queueing_lock = 'source:' || s.source_code and j.status in ('todo', 'doing')
           order by j.id
           limit 1) job on true
     where s.is_active
     order by s.feed_code, s.source_code;
end;
