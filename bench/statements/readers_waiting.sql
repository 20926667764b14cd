-- how many pages wait at this moment for a lock that somebody else has
select count(*)
  from pg_stat_activity
 where datname = current_database() and usename like 'app\_%' and wait_event_type = 'Lock'
