-- make the partition of core.<parent> that holds the month of a day, when it is missing
-- Attached, not created in place: attaching does not lock out readers of the history.
create function load.ensure_month(parent text, day date) returns void
language plpgsql security definer set search_path = ''
as $$
declare
    first_day constant date := date_trunc('month', day)::date;
    month_name constant text := parent || to_char(first_day, '_YYYY_MM');
    -- a month of moments ends where the next begins in UTC; a month of dates likewise
    upper_day constant date := (first_day + interval '1 month')::date;
begin
    if to_regclass('core.' || month_name) is not null then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('transferpunt.month.' || month_name, 0));
    -- Not to_regclass again: what it did not find it remembers, and this lock does not remind it.
    if exists (select from pg_catalog.pg_class c where c.relname = month_name and c.relnamespace = 'core'::regnamespace) then
        return;
    end if;
    execute format('create table core.%I (like core.%I including all)', month_name, parent);
    if parent = 'capacity_count' then
        execute format('alter table core.%I attach partition core.%I for values from (%L) to (%L)', parent, month_name,
                       first_day::timestamp at time zone 'UTC', upper_day::timestamp at time zone 'UTC');
    else
        execute format('alter table core.%I attach partition core.%I for values from (%L) to (%L)', parent, month_name, first_day, upper_day);
    end if;
end;
$$;
