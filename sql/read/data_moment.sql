-- one row: the moment the data stands at (latest applied delivery of a live source), and how many sources and deliveries wait
-- stands_at is null while nothing was ever applied. A source counts when it has a rhythm or ever delivered; one of historic
-- data never does.
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator, auditor
create function read.data_moment(as_of timestamptz) returns table (
    stands_at timestamptz, source_count bigint, late_source_count bigint, never_source_count bigint, held_delivery_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select max(state.applied_at), count(*),
           count(*) filter (where functions.late_since(state.applied_at, s.expected_every, s.grace) < data_moment.as_of
                                  or (state.applied_at is null and s.expected_every is not null)),
           count(*) filter (where state.applied_at is null and s.expected_every is not null),
           (select count(*) from raw.delivery d where d.state_code = 'held')
      from core.source s
      left join core.source_state state on state.source_code = s.source_code
     where s.is_active and not s.is_historic
       and (s.expected_every is not null or state.applied_at is not null);
end;
