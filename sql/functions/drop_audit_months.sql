-- one row per month of the audit trail that is older than five years and went, as a whole, with how many events it held
-- That it went is an event itself, written before: it tells which numbers and with which hash each row of them ended, so that the
-- chain can be proved from the first row that is left (sql/audit.py). Nobody is granted this: the owner does it, by command.
-- Gives way at once (lock_not_available) to anybody who reads or writes the trail at that moment.
-- after: record_event
create function functions.drop_audit_months(at timestamptz) returns table (month_name text, event_count bigint)
language plpgsql volatile set search_path = '' set lock_timeout = '300ms'
as $$
declare
    runs jsonb;
begin
    for month_name in
        select c.relname
          from pg_catalog.pg_inherits i
          join pg_catalog.pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'audit.event'::regclass
           and c.relname < 'event_' || to_char(drop_audit_months.at at time zone 'UTC' - interval '5 years', 'YYYY_MM')
         order by c.relname
    loop
        execute format('select count(*) from audit.%I', month_name) into event_count;
        -- Clocks differ a little: at the turn of a month a number of this one can stand among those of the next.
        for runs in execute format(
            'select jsonb_agg(jsonb_build_array(first_id, last_id, event_hash) order by first_id)'
            '  from (select min(event_id) as first_id, max(event_id) as last_id,'
            '               (array_agg(event_hash order by event_id desc))[1] as event_hash,'
            '               (row_number() over (order by min(event_id)) - 1) / 30 as part'
            '          from (select event_id, event_hash, event_id - row_number() over (order by event_id) as run from audit.%I) numbered'
            '         group by run) found'
            ' group by part order by part', month_name)
        loop
            perform functions.record_event(
                at => drop_audit_months.at, account => null, event_type => 'audit_month_dropped', action => 'D',
                object_type => 'audit', object_id => month_name, detail => jsonb_build_object('runs', runs));
        end loop;
        execute format('drop table audit.%I', month_name);
        return next;
    end loop;
end
$$;
