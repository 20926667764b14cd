-- one row per alarm that changed: writes down which are on at this moment, [{alarm_code, subject, detail}]
-- Whoever else does so at the same time waits for this one, and finds nothing changed.
create function load.note_alarms(alarms jsonb, at timestamptz)
returns table (alarm_code text, subject text, is_on boolean, detail text)
language sql volatile security definer set search_path = ''
begin atomic
    with on_now as (
        select found.alarm_code, found.subject, left(found.detail, 200) as detail
          from jsonb_to_recordset(note_alarms.alarms) as found (alarm_code text, subject text, detail text)
    ),
    begun as (
        insert into ops.alarm as known (alarm_code, subject, is_on, changed_at, detail)
        select o.alarm_code, o.subject, true, note_alarms.at, o.detail from on_now o order by 1, 2
            on conflict (alarm_code, subject) do update
           set is_on = true, changed_at = excluded.changed_at, detail = excluded.detail
         where not known.is_on
        returning known.alarm_code, known.subject, known.is_on, known.detail
    ),
    ended as (
        update ops.alarm a
           set is_on = false, changed_at = note_alarms.at
         where a.is_on
           and not exists (select from on_now o where o.alarm_code = a.alarm_code and o.subject = a.subject)
        returning a.alarm_code, a.subject, a.is_on, a.detail
    )
    select b.alarm_code, b.subject, b.is_on, b.detail from begun b
    union all
    select e.alarm_code, e.subject, e.is_on, e.detail from ended e
     order by 3 desc, 1, 2;
end;
