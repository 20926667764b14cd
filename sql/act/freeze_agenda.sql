-- freeze the agenda of a region for the week of `at`, when that is due and was not done yet: whether it was done now
-- Of several workers one does it.
-- audience: etl_writer
create function act.freeze_agenda(region text, at timestamptz) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    with frozen as (
        insert into core.agenda (region_code, week_on, due_at, frozen_at, content)
        select due.region_code, due.week_on, due.due_at, freeze_agenda.at, read.agenda_content(freeze_agenda.at, due.region_code)
          from read.agenda_due(freeze_agenda.at) due
         where due.region_code = freeze_agenda.region
            on conflict (region_code, week_on) do nothing
        returning 1
    )
    select exists (select from frozen);
end;
