-- one row per active source that is fetched: its rhythm, how the last attempts went, whether a run waits or is under way,
-- and when somebody asked on a page that it be fetched now
create function load.schedule()
returns table (
    source_code text, expected_every interval, due_time time, succeeded_at timestamptz, attempted_at timestamptz,
    attempt_count integer, failure_code text, is_failure_permanent boolean, is_queued boolean, asked_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select t.source_code, s.expected_every, s.due_time, t.fetched_at, t.attempted_at, t.attempt_count, t.failure_code,
           t.is_failure_permanent,
           exists (select from queue.procrastinate_jobs j
                    where j.queueing_lock = 'source:' || t.source_code and j.status in ('todo', 'doing')),
           t.asked_at
      from ops.source_transport t
      join core.source s on s.source_code = t.source_code
     where s.is_active
     order by t.source_code;
end;
