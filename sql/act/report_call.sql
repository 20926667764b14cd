-- write down that an offer was called and whether it was as shown (klopte) or not; its number, null when the asker may not say so
-- May: everywhere, in its regions, or of its own AGB codes, as its role reaches. The list of calls keeps the role only; who it
-- was stands in the audit trail, also when it was refused. The same said of the same offer by the same role within two
-- minutes is one call, told once more by a second tap or a reload: it gets the number of the first.
-- audience: app_gp, app_coordinator
create function act.report_call(
    asker bigint, offer bigint, urgency text, is_as_shown boolean, at timestamptz, request_id text default null
) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    select pg_catalog.pg_advisory_xact_lock(report_call.offer);  -- two taps at once wait for each other
    with allowed as (
        select o.offer_id, a.role_code
          from core.offer o
          join ops.account a on a.account_id = report_call.asker
         where o.offer_id = report_call.offer
           and (functions.may(report_call.at, report_call.asker, 'report_call')
                or functions.is_own(report_call.at, report_call.asker, 'report_call', o.location_id))
    ),
    known as (
        select c.call_outcome_id
          from allowed
          join core.call_outcome c on c.offer_id = allowed.offer_id and c.role_code = allowed.role_code
         where c.urgency_code = report_call.urgency and c.is_as_shown = report_call.is_as_shown
           and c.called_at > report_call.at - interval '2 minutes' and c.called_at <= report_call.at
         order by c.called_at desc
         limit 1
    ),
    made as (
        insert into core.call_outcome (offer_id, urgency_code, is_as_shown, role_code, called_at)
        select allowed.offer_id, report_call.urgency, report_call.is_as_shown, allowed.role_code, report_call.at
          from allowed
         where not exists (select from known)
        returning call_outcome_id
    ),
    told as (
        select call_outcome_id from known
        union all
        select call_outcome_id from made
    )
    select told.call_outcome_id
      from (select 1) one
      left join told on true
     where functions.record_event(
               at => report_call.at, account => report_call.asker, event_type => 'call_reported', action => 'C',
               outcome => case when told.call_outcome_id is null then 'refused' else 'success' end,
               object_type => 'offer', object_id => report_call.offer::text, request_id => report_call.request_id,
               detail => jsonb_build_object('urgency', left(report_call.urgency, 100), 'is_as_shown', report_call.is_as_shown)) > 0;
end;
