-- one row per source that is late, has an address and must hear of it now: the first time at once, again after a day and three days
-- reason_nl and reason_en say what was wrong with what came since, if something did and was not taken over.
create function load.reminders_due(as_of timestamptz) returns table (
    source_code text, source_name text, feed_code text, contact_name text, contact_email text, expected_every interval,
    applied_at timestamptz, due_at timestamptz, missed_at timestamptz, step_number integer, reason_nl text, reason_en text
)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code, s.name, s.feed_code, s.contact_name, s.contact_email, s.expected_every, o.applied_at, o.due_at, o.missed_at,
           o.reminder_count + 1, coalesce(last.sentence_nl, r.sentence_nl), r.sentence_en
      from functions.obligation(reminders_due.as_of) o
      join core.source s on s.source_code = o.source_code
      left join lateral (
          select d.state_code, d.reason_code, d.sentence_nl
            from raw.delivery d
           where d.source_code = s.source_code and (o.applied_at is null or d.received_at > o.applied_at)
             and d.state_code in ('rejected', 'failed', 'held')
           order by d.delivery_id desc
           limit 1) last on true
      left join core.refusal r on r.refusal_code = last.reason_code
     where o.is_late and s.contact_email is not null
       and case o.reminder_count
               when 0 then true
               when 1 then reminders_due.as_of >= o.reminded_at + interval '1 day'
               when 2 then reminders_due.as_of >= o.reminded_at + interval '2 days'
               else false end
     order by s.source_code;
end;
