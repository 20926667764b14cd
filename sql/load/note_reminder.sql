-- write down that a source is reminded, and give back whether that was not done yet: of several workers one sends it
create function load.note_reminder(source text, missed_at timestamptz, step_number integer, sent_to text, at timestamptz) returns boolean
language sql security definer set search_path = ''
begin atomic
    with noted as (
        insert into ops.reminder (source_code, missed_at, step_number, sent_to, sent_at)
        values (source, missed_at, step_number, sent_to, at)
            on conflict (source_code, missed_at, step_number) do nothing
        returning reminder_id
    )
    select exists (select from noted);
end;
