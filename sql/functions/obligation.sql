-- one row per active source with an agreed rhythm: what must come by when, what came last, and who was reminded of what
-- due_at is when the next delivery should have been there, late_at that with the grace; both null when none ever came: then it
-- has been due from the start. missed_at is the moment a reminder is about: late_at, or a fixed one for who never delivered.
-- after: late_since
create function functions.obligation(as_of timestamptz) returns table (
    source_code text, applied_at timestamptz, due_at timestamptz, late_at timestamptz, is_late boolean, is_never boolean,
    missed_count integer, missed_at timestamptz, reminder_count integer, reminded_at timestamptz
)
language sql stable
begin atomic
    with agreed as (
        select s.source_code, s.expected_every, state.applied_at,
               functions.late_since(state.applied_at, s.expected_every, interval '0') as due_at,
               functions.late_since(state.applied_at, s.expected_every, s.grace) as late_at
          from core.source s
          left join core.source_state state on state.source_code = s.source_code and state.applied_at <= obligation.as_of
         where s.is_active and not s.is_historic and s.expected_every is not null
    ),
    judged as (
        select a.*, a.applied_at is null as is_never,
               a.applied_at is null or a.late_at < obligation.as_of as is_late,
               coalesce(a.late_at, '2000-01-01 00:00+00') as missed_at
          from agreed a
    )
    select j.source_code, j.applied_at, j.due_at, j.late_at, j.is_late, j.is_never,
           case when j.is_never or not j.is_late then 0
                else greatest(1, floor(extract(epoch from obligation.as_of - j.applied_at)
                                       / extract(epoch from j.expected_every))::integer) end,
           j.missed_at, sent.reminder_count, sent.reminded_at
      from judged j
     cross join lateral (
         select count(*)::integer as reminder_count, max(r.sent_at) as reminded_at
           from ops.reminder r
          where r.source_code = j.source_code and r.missed_at = j.missed_at and r.sent_at <= obligation.as_of) sent;
end;
