-- one row: what became of a file of the template of places that a provider sends on a page: done, denied
-- It is stored as a delivery of the provider's own source of the template: one that may report for its codes and for nobody else, or
-- else a new one for its locations. The same file twice under one key is stored once. It goes the way of every delivery.
-- audience: app_provider
create function act.upload_places(
    asker bigint, payload bytea, file_name text, idempotency_key text, at timestamptz, request_id text default null
) returns table (outcome_code text, receipt_id bigint)
language sql volatile security definer set search_path = ''
begin atomic
    insert into core.source (source_code, feed_code, name, entry_code, is_fictional, maintained_by)
    select 'bestand-' || first.agb_code, 'capacity_csv', left('Bestand van ' || first.name, 200), 'hand', first.is_fictional, 'operator'
      from (select i.value as agb_code, p.name, p.is_fictional
              from read.own_offers(upload_places.at, upload_places.asker) o
              join core.location l on l.location_id = o.location_id
              join core.provider p on p.provider_id = l.provider_id
              join core.provider_identifier i on i.provider_id = p.provider_id and i.system_code = 'agb' and i.valid_to is null
             order by i.value
             limit 1) first
     where not exists (select from functions.sources_in_reach(upload_places.at, upload_places.asker, 'see_deliveries') r
                         join core.source s on s.source_code = r.source_code and s.feed_code = 'capacity_csv' and s.is_active)
        on conflict (source_code) do nothing;
    insert into core.source_agb (source_code, agb_code, maintained_by)
    select distinct s.source_code, own.value, 'operator'
      from read.own_offers(upload_places.at, upload_places.asker) o
      join core.location l on l.location_id = o.location_id
      join core.location_identifier own on own.location_id = l.location_id and own.system_code = 'agb' and own.valid_to is null
      join core.source s on s.feed_code = 'capacity_csv' and s.source_code = 'bestand-' || (
          select min(i.value)
            from read.own_offers(upload_places.at, upload_places.asker) other
            join core.location place on place.location_id = other.location_id
            join core.provider_identifier i on i.provider_id = place.provider_id and i.system_code = 'agb' and i.valid_to is null)
        on conflict (source_code, agb_code) do nothing;
    with source as materialized (
        select min(s.source_code) as source_code
          from functions.sources_in_reach(upload_places.at, upload_places.asker, 'see_deliveries') r
          join core.source s on s.source_code = r.source_code and s.feed_code = 'capacity_csv' and s.is_active
         where exists (select from read.own_offers(upload_places.at, upload_places.asker))
    ),
    stored as (
        insert into raw.receipt (source_code, idempotency_key, sha256, file_name, received_at, payload)
        select s.source_code, left(upload_places.idempotency_key, 100), encode(sha256(upload_places.payload), 'hex'),
               left(upload_places.file_name, 200), upload_places.at, upload_places.payload
          from source s
         where s.source_code is not null
            on conflict (source_code, idempotency_key) do nothing
        returning receipt_id
    ),
    ended as materialized (
        select coalesce((select t.receipt_id from stored t),
                        (select r.receipt_id from source s join raw.receipt r on r.source_code = s.source_code
                          where r.idempotency_key = left(upload_places.idempotency_key, 100))) as receipt_id
    )
    select case when e.receipt_id is null then 'denied' else 'done' end, e.receipt_id
      from ended e
     where (select count(pg_notify('received', t.receipt_id::text)) from stored t) >= 0
       and functions.record_event(
               at => upload_places.at, account => upload_places.asker, event_type => 'capacity_entered', action => 'C',
               outcome => case when e.receipt_id is null then 'refused' else 'success' end,
               object_type => 'receipt', object_id => e.receipt_id::text, request_id => upload_places.request_id,
               detail => jsonb_build_object('means', 'file')) > 0;
end;
