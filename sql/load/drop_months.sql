-- one row per month of the history of core.<parent> that lies wholly before a day, and is now gone: its name
-- What readers see now stands in a table of its own, and stays.
create function load.drop_months(parent text, before date) returns table (month_name text)
language plpgsql security definer set search_path = ''
as $$
begin
    for month_name in
        select c.relname
          from pg_catalog.pg_inherits i
          join pg_catalog.pg_class c on c.oid = i.inhrelid
         where i.inhparent = to_regclass('core.' || quote_ident(parent))
           and c.relname ~ ('^' || parent || '_\d{4}_\d{2}$')
           and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before
         order by c.relname
    loop
        execute format('drop table core.%I', month_name);
        return next;
    end loop;
end;
$$;
