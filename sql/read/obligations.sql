-- one row per active source in the asker's reach: what it must deliver and when, what came last, what is under way, who was reminded
-- A provider sees its own sources, a coordinator those of its regions, an operator and an auditor all. Who looked is written down.
-- Without an agreed rhythm nothing is due. is_to_phone: late, and mail does not help (three reminders were sent, or there is no address).
-- under_way_code: taken_in, loading, fetching or fetch_waits; null when nothing is. way_code is null for a source that sends by itself.
-- audience: app_provider, app_coordinator, app_operator, auditor
create function read.obligations(as_of timestamptz, asker bigint, request_id text default null) returns table (
    source_code text, source_name text, feed_code text, entry_code text, is_historic boolean, expected_every interval, due_at timestamptz,
    late_at timestamptz, is_late boolean, is_never boolean, missed_count integer, reminder_count integer, reminded_at timestamptz,
    is_to_phone boolean, contact_name text, contact_phone text, contact_email text, applied_at timestamptz, delivery_id bigint,
    received_at timestamptz, state_code text, read_count integer, accepted_count integer, refused_count integer, duplicate_count integer,
    held_count bigint, under_way_code text, way_code text, fetched_at timestamptz, has_credential boolean, failure_code text,
    failure_nl text, failure_en text, advice_nl text, advice_en text
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => obligations.as_of, account => obligations.asker, event_type => 'obligations_read', action => 'R', object_type => 'source',
        request_id => obligations.request_id);
    select s.source_code, s.name, s.feed_code, s.entry_code, s.is_historic, s.expected_every, o.due_at, o.late_at, coalesce(o.is_late, false),
           coalesce(o.is_never, false), coalesce(o.missed_count, 0), coalesce(o.reminder_count, 0), o.reminded_at,
           coalesce(o.is_late and (o.reminder_count >= 3 or s.contact_email is null), false), s.contact_name, s.contact_phone,
           s.contact_email, state.applied_at, last.delivery_id, last.received_at, last.state_code, last.read_count, last.accepted_count,
           last.refused_count, last.duplicate_count,
           (select count(*) from raw.delivery d where d.source_code = s.source_code and d.state_code = 'held' and d.decided_at is null),
           functions.under_way(s.source_code), t.way_code, t.fetched_at, t.credential_encrypted is not null, t.failure_code,
           r.sentence_nl, r.sentence_en, r.advice_nl, r.advice_en
      from functions.sources_in_reach(obligations.as_of, obligations.asker, 'see_deliveries') reached
      join core.source s on s.source_code = reached.source_code
      left join functions.obligation(obligations.as_of) o on o.source_code = s.source_code
      left join core.source_state state on state.source_code = s.source_code
      left join ops.source_transport t on t.source_code = s.source_code
      left join core.refusal r on r.refusal_code = t.failure_code
      left join lateral (
          select d.delivery_id, d.received_at, d.state_code, d.read_count, d.accepted_count, d.refused_count, d.duplicate_count
            from raw.delivery d
           where d.source_code = s.source_code and d.received_at <= obligations.as_of
           order by d.delivery_id desc
           limit 1) last on true
     where s.is_active
     order by coalesce(o.is_late, false) desc, s.is_historic, o.late_at, s.source_code;
end;
