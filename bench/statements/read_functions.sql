-- one row per read function: its name, and the arguments that have no default
select p.proname, coalesce(p.proargnames[1:p.pronargs - p.pronargdefaults], '{}')
  from pg_proc p
 where p.pronamespace = 'read'::regnamespace
 order by 1
