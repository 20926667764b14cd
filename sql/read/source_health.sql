-- one row per active source: the age of what is published, whether it is late, its deliveries by how they ended, and the oldest that waits
-- Numbers only, for those who keep the product running.
-- audience: app_operator
create function read.source_health(as_of timestamptz) returns table (
    source_code text, feed_code text, applied_at timestamptz, is_late boolean, waiting_since timestamptz, counts jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code, s.feed_code, state.applied_at,
           coalesce(functions.late_since(state.applied_at, s.expected_every, s.grace) < source_health.as_of,
                    state.applied_at is null and s.expected_every is not null),
           (select min(d.received_at) from raw.delivery d where d.source_code = s.source_code and d.state_code = 'received'),
           coalesce((select jsonb_object_agg(per.state_code, per.many)
                       from (select d.state_code, count(*) as many from raw.delivery d
                              where d.source_code = s.source_code group by d.state_code) per), '{}')
      from core.source s
      left join core.source_state state on state.source_code = s.source_code
     where s.is_active and not s.is_historic
     order by s.source_code;
end;
