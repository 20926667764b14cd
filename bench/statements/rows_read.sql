-- rows of our tables that this transaction has read so far, and its sequential scans over months of history
select coalesce(sum(coalesce(t.seq_tup_read, 0) + coalesce(t.idx_tup_fetch, 0)), 0),
       coalesce(sum(t.seq_scan) filter (where i.inhparent in ('core.capacity_count'::regclass, 'core.waiting_time'::regclass)), 0)
  from pg_stat_xact_user_tables t
  left join pg_inherits i on i.inhrelid = t.relid
 where t.schemaname in ('core', 'raw', 'ops', 'audit', 'board')
