-- of the history of counts: rows as the server estimates them, bytes with indexes, months; and the bytes of the database
select sum(greatest(c.reltuples, 0))::bigint, sum(pg_total_relation_size(c.oid))::bigint, count(*), pg_database_size(current_database())
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
 where i.inhparent = 'core.capacity_count'::regclass
