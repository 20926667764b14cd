-- one row: what must be told again to undo a statement, or why it cannot be undone: unknown, too_late, changed_meanwhile, done (already)
-- Of the last ten minutes only, once, and only while nothing newer is told of its places. What is told again holds no longer than it
-- did before, so undoing makes nothing fresher; what had lapsed holds for one second, and is out of date at once.
create function functions.undo_told(at timestamptz, statement bigint) returns table (outcome_code text, told jsonb, locations bigint[])
language sql stable
begin atomic
    select case
               when s.undoes is not null or s.made_at > undo_told.at then 'unknown'
               when exists (select from core.statement u where u.undoes = s.statement_id) then 'done'
               when s.made_at <= undo_told.at - interval '10 minutes' then 'too_late'
               when exists (select from core.capacity_current c join core.entered_capacity e using (offer_id, urgency_code)
                             where e.statement_id = s.statement_id and c.counted_at > s.made_at)
                 or exists (select from core.entered_capacity newer join core.entered_capacity e using (offer_id, urgency_code)
                             where e.statement_id = s.statement_id and newer.receipt_id > e.receipt_id) then 'changed_meanwhile'
               else 'open'
           end,
           (select jsonb_agg(e.told_before || jsonb_build_object('offer_id', e.offer_id, 'urgency_code', e.urgency_code)
                             || case when e.told_before ? 'valid_until' then jsonb_build_object('valid_until', to_char(
                                    greatest((e.told_before ->> 'valid_until')::timestamptz, undo_told.at + interval '1 second')
                                    at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) else '{}' end
                             order by e.receipt_id, e.line)
              from core.entered_capacity e where e.statement_id = s.statement_id),
           array(select distinct o.location_id from core.entered_capacity e join core.offer o using (offer_id)
                  where e.statement_id = s.statement_id)
      from core.statement s
     where s.statement_id = undo_told.statement;
end;
