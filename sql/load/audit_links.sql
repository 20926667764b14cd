-- one row: what the next row_limit events after a known link say of the chain of the audit trail; nulls and 0 after the last
-- broken_at is the number that should have followed and does not, or whose hash is not that of its content and the hash before
-- it; found_id is the number that stands in its place; held_count is how many links hold before it. What the events tell is
-- not part of it.
create function load.audit_links(after_id bigint, after_hash text, row_limit integer) returns table (
    held_count bigint, last_id bigint, last_hash text, broken_at bigint, found_id bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with linked as (
        select (chunk.event).event_id, (chunk.event).event_hash, chunk.event,
               lag((chunk.event).event_id, 1, audit_links.after_id) over newest as previous_id,
               lag((chunk.event).event_hash, 1, audit_links.after_hash) over newest as previous_hash
          from (select one as event from audit.event one
                 where one.event_id > audit_links.after_id order by one.event_id limit audit_links.row_limit) chunk
        window newest as (order by (chunk.event).event_id)
    ),
    proved as materialized (
        select l.event_id, l.event_hash, l.previous_id,
               l.event_id <> l.previous_id + 1 or l.event_hash <> audit.hash_of(l.previous_hash, l.event) as is_broken
          from linked l
    ),
    first_break as (
        select p.previous_id + 1 as broken_at, p.event_id as found_id from proved p where p.is_broken order by p.event_id limit 1
    )
    select count(*) filter (where b.found_id is null or p.event_id < b.found_id),
           max(p.event_id), (array_agg(p.event_hash order by p.event_id desc))[1], min(b.broken_at), min(b.found_id)
      from proved p
      left join first_break b on true;
end;
