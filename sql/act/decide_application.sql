-- what became of a verdict on an application: done, or why not (functions.invitation_verdict). verdict: approve, return (with a reason)
-- Approved, it is stored as a delivery of the provider's own source of the form, and goes the way of every delivery: until then
-- nothing of it stands anywhere else. That source is reminded weekly at the address of the contact. Of a return the mail says why.
-- audience: app_coordinator, app_operator
create function act.decide_application(
    asker bigint, invitation bigint, verdict text, reason text, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    select from ops.invitation i where i.invitation_id = decide_application.invitation for update;
    insert into core.source as known (
        source_code, feed_code, name, contact_name, contact_phone, contact_email, expected_every, entry_code, is_partial, is_fictional, maintained_by)
    select 'opgave-' || i.agb_code, 'manual', left('Opgave van ' || coalesce(told -> 'contact' ->> 'provider_name', i.provider_name), 200),
           told -> 'contact' ->> 'contact_name', told -> 'contact' ->> 'contact_phone', told -> 'contact' ->> 'contact_email',
           interval '7 days', 'hand', true, inviter.is_demo, 'operator'
      from ops.invitation i
      join ops.account inviter on inviter.account_id = i.invited_by
     cross join lateral (select functions.application(i.invitation_id) as told) steps
     where i.invitation_id = decide_application.invitation and decide_application.verdict = 'approve'
       and functions.invitation_verdict(
               decide_application.at, decide_application.asker, i.invitation_id, decide_application.verdict, decide_application.reason) = 'done'
        on conflict (source_code) do update
       set contact_name = excluded.contact_name, contact_phone = excluded.contact_phone, contact_email = excluded.contact_email,
           expected_every = coalesce(known.expected_every, excluded.expected_every);
    insert into core.source_agb (source_code, agb_code, maintained_by)
    select distinct 'opgave-' || i.agb_code, l.agb_location, 'operator'
      from ops.invitation i
     cross join lateral functions.application_locations(i.invitation_id) l
     where i.invitation_id = decide_application.invitation and decide_application.verdict = 'approve'
       and functions.invitation_verdict(
               decide_application.at, decide_application.asker, i.invitation_id, decide_application.verdict, decide_application.reason) = 'done'
        on conflict (source_code, agb_code) do nothing;
    with judged as materialized (
        select functions.invitation_verdict(
                   decide_application.at, decide_application.asker, decide_application.invitation, decide_application.verdict,
                   decide_application.reason) as outcome_code,
               functions.application_places(decide_application.invitation) as places
    ),
    payload as (
        select i.invitation_id, 'opgave-' || i.agb_code as source_code, convert_to(jsonb_build_object(
                   'form', 'transferpunt/manual/1', 'by', 'provider', 'means', 'form',
                   'counted_at', to_char(decide_application.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'places', j.places)::text, 'UTF8') as bytes
          from judged j
          join ops.invitation i on i.invitation_id = decide_application.invitation
         where j.outcome_code = 'done' and decide_application.verdict = 'approve'
    ),
    stored as (
        insert into raw.receipt (source_code, idempotency_key, sha256, file_name, received_at, payload)
        select p.source_code, 'aansluiting-' || p.invitation_id, encode(sha256(p.bytes), 'hex'), 'aansluiting-' || p.invitation_id || '.json',
               decide_application.at, p.bytes
          from payload p
        returning receipt_id
    ),
    changed as (
        update ops.invitation i
           set state_code = case decide_application.verdict when 'approve' then 'approved' else 'returned' end,
               state_at = decide_application.at, decided_by = decide_application.asker,
               reason = case decide_application.verdict when 'return' then left(btrim(decide_application.reason, E' \t\r\n'), 500) end,
               receipt_id = (select s.receipt_id from stored s),
               mail_code = case decide_application.verdict when 'approve' then 'approved' else 'returned' end,
               mail_wanted_at = decide_application.at
          from judged j
         where i.invitation_id = decide_application.invitation and j.outcome_code = 'done'
        returning i.region_code
    )
    select j.outcome_code
      from judged j
      left join changed c on true
     where (select count(pg_notify('received', s.receipt_id::text)) from stored s) >= 0
       and functions.record_event(
               at => decide_application.at, account => decide_application.asker,
               event_type => case decide_application.verdict when 'approve' then 'application_approved' else 'application_returned' end,
               action => 'U',
               outcome => functions.event_outcome(j.outcome_code),
               object_type => 'invitation', object_id => decide_application.invitation::text, region => c.region_code,
               request_id => decide_application.request_id, detail => jsonb_build_object('outcome', j.outcome_code)) > 0;
end;
