-- make the partition of audit.event that holds the month of a moment (in UTC), when it is missing
-- Whoever makes one holds the head of the chain, so nobody makes the same one beside it. A partition asked by its own name
-- answers as the whole does: its owner may read, nobody may change, and no row goes but with all of its month.
create function functions.ensure_audit_month(at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
declare
    first_day constant timestamp := date_trunc('month', ensure_audit_month.at at time zone 'UTC');
    month_name constant text := 'event_' || to_char(first_day, 'YYYY_MM');
begin
    if to_regclass('audit.' || month_name) is not null then
        return;
    end if;
    perform from audit.head for update;
    -- Not to_regclass again: what it did not find it remembers, and waiting for a row does not remind it.
    if exists (select from pg_catalog.pg_class c where c.relname = month_name and c.relnamespace = 'audit'::regnamespace) then
        return;
    end if;
    execute format('create table audit.%I (like audit.event including all)', month_name);
    execute format('alter table audit.%I enable row level security, force row level security', month_name);
    execute format('create policy owner_reads on audit.%I for select to current_user using (true)', month_name);
    execute format('create trigger insert_only before update or delete or truncate on audit.%I'
                   ' for each statement execute function audit.refuse_change()', month_name);
    execute format('alter table audit.event attach partition audit.%I for values from (%L) to (%L)', month_name,
                   first_day at time zone 'UTC', (first_day + interval '1 month') at time zone 'UTC');
end
$$;
