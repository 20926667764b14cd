-- write down what was done with a call that said "klopte niet": done, denied (not of the asker's regions), unknown_result, not_open
-- A final result closes it; another leaves it open and counts that somebody phoned. phoned_count is how often somebody had
-- phoned when the asker looked, so that the same answer sent twice counts once. What was done or denied stands in the audit trail.
-- audience: app_coordinator
create function act.settle_call(
    asker bigint, call_outcome bigint, result text, phoned_count integer, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with asked as materialized (
        select c.call_outcome_id, r.is_final,
               case
                   when o.offer_id is null or not functions.is_own(settle_call.at, settle_call.asker, 'settle_calls', o.location_id) then 'denied'
                   when r.result_code is null then 'unknown_result'
                   when c.is_as_shown or c.handled_at is not null or c.phoned_count <> settle_call.phoned_count then 'not_open'
                   else 'done'
               end as outcome_code
          from (select settle_call.call_outcome as call_outcome_id) named
          left join core.call_outcome c on c.call_outcome_id = named.call_outcome_id
          left join core.offer o on o.offer_id = c.offer_id
          left join core.call_result r on r.result_code = settle_call.result
           and r.valid_from <= functions.dutch_date(settle_call.at)
           and (r.valid_to is null or r.valid_to > functions.dutch_date(settle_call.at))
    ),
    worked as (
        update core.call_outcome c
           set phoned_at = settle_call.at, phoned_count = c.phoned_count + 1,
               handled_at = case when asked.is_final then settle_call.at end,
               handled_as = case when asked.is_final then settle_call.result end
          from asked
         where c.call_outcome_id = asked.call_outcome_id and asked.outcome_code = 'done'
           and c.handled_at is null and c.phoned_count = settle_call.phoned_count
        returning c.call_outcome_id
    )
    select case when asked.outcome_code = 'done' and worked.call_outcome_id is null then 'not_open' else asked.outcome_code end
      from asked
      left join worked on true
     where functions.record_event(
               at => settle_call.at, account => settle_call.asker, event_type => 'call_settled', action => 'U',
               outcome => case when worked.call_outcome_id is not null then 'success' when asked.outcome_code = 'denied' then 'refused' else 'failed' end,
               object_type => 'call', object_id => settle_call.call_outcome::text, request_id => settle_call.request_id,
               detail => jsonb_build_object('result', left(settle_call.result, 40))) > 0;
end;
