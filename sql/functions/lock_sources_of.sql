-- hold, for this transaction, every source that tells of one of these locations: no load of theirs runs beside it
create function functions.lock_sources_of(locations bigint[]) returns bigint
language sql volatile set search_path = ''
begin atomic
    with told as materialized (
        select o.source_code from core.offer o where o.location_id = any (lock_sources_of.locations)
        union
        select c.source_code from core.capacity_current c join core.offer o on o.offer_id = c.offer_id
         where o.location_id = any (lock_sources_of.locations)
        union
        select s.source_code from core.source_location s where s.location_id = any (lock_sources_of.locations)
        union
        select k.source_code from core.closure k where k.location_id = any (lock_sources_of.locations) and k.withdrawn_by is null
    ),
    held as materialized (
        select pg_advisory_xact_lock(hashtextextended('transferpunt.source.' || t.source_code, 0))
          from (select told.source_code from told order by told.source_code) t
    )
    select count(*) from held;
end;
