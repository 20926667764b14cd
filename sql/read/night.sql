-- one row: what happened since a moment and what waits now, in numbers; none for who may not see how the product runs
-- worker_seen_at: the last sign of life of a worker. queued: fetches that wait. unloaded: what came in and is not loaded.
-- Of the sources those with an agreed rhythm are told; a fetch has failed when its last attempt ended that way.
-- audience: app_operator
create function read.night(as_of timestamptz, asker bigint, since timestamptz) returns table (
    worker_seen_at timestamptz, queued_count bigint, queued_since timestamptz, unloaded_count bigint, unloaded_since timestamptz,
    applied_count bigint, rejected_count bigint, failed_count bigint, held_count bigint, held_since timestamptz, source_count bigint,
    late_count bigint, fetched_source_count bigint, fetch_failed_count bigint, refused_row_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with came as (
        select count(*) filter (where d.state_code = 'applied') as applied_count,
               count(*) filter (where d.state_code = 'rejected') as rejected_count,
               count(*) filter (where d.state_code = 'failed') as failed_count,
               coalesce(sum(d.refused_count), 0) as refused_row_count
          from raw.delivery d
         where d.received_at >= night.since and d.received_at <= night.as_of
    ),
    waiting as (
        select count(*) as unloaded_count, min(w.received_at) as unloaded_since
          from (select d.received_at from raw.delivery d where d.state_code = 'received'
                union all
                select r.received_at from raw.receipt r where r.delivery_id is null) w
    ),
    held as (
        select count(*) as held_count, min(d.received_at) as held_since
          from raw.delivery d
         where d.state_code = 'held' and d.decided_at is null
    ),
    duties as (
        select count(*) as source_count, count(*) filter (where o.is_late) as late_count
          from functions.obligation(night.as_of) o
    ),
    fetched as (
        select count(*) as fetched_source_count, count(*) filter (where t.failure_code is not null) as fetch_failed_count
          from ops.source_transport t
          join core.source s on s.source_code = t.source_code and s.is_active
    ),
    queued as (
        select count(distinct j.id) as queued_count, min(e.at) as queued_since
          from queue.procrastinate_jobs j
          left join queue.procrastinate_events e on e.job_id = j.id
         where j.status = 'todo'
    )
    select (select max(w.last_heartbeat) from queue.procrastinate_workers w), queued.queued_count, queued.queued_since,
           waiting.unloaded_count, waiting.unloaded_since, came.applied_count, came.rejected_count, came.failed_count, held.held_count,
           held.held_since, duties.source_count, duties.late_count, fetched.fetched_source_count, fetched.fetch_failed_count,
           came.refused_row_count
      from came, waiting, held, duties, fetched, queued
     where functions.may(night.as_of, night.asker, 'see_health');
end;
