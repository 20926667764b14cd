-- what became of copying an own offer to another own location: done, denied, exists (it stands there already), not_enterable
-- It is stored as a delivery of the provider's own source of the form and goes the way of every delivery. The same twice is once.
-- audience: app_provider
create function act.copy_offer(asker bigint, offer bigint, location bigint, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    select functions.ensure_statement_source(array[copy_offer.location])
     where functions.is_own(copy_offer.at, copy_offer.asker, 'enter_own_places', copy_offer.location);
    with judged as materialized (
        select functions.copied_places(copy_offer.at, copy_offer.offer, copy_offer.location) as places,
               functions.statement_source(copy_offer.location) as source_code,
               coalesce((select functions.is_own(copy_offer.at, copy_offer.asker, 'enter_own_places', o.location_id)
                                and functions.is_own(copy_offer.at, copy_offer.asker, 'enter_own_places', copy_offer.location)
                           from core.offer o where o.offer_id = copy_offer.offer), false) as is_own,
               exists (
                   select from core.offer o
                     join core.offer there on there.location_id = copy_offer.location
                    where o.offer_id = copy_offer.offer
                      and (there.care_pathway_code, there.diagnosis_group_code, there.age_from, there.segment_code)
                          = (o.care_pathway_code, o.diagnosis_group_code, o.age_from, o.segment_code)
                      and there.age_to is not distinct from o.age_to) as is_there
    ),
    ended as materialized (
        select j.*, case when not j.is_own then 'denied' when j.is_there then 'exists'
                         when j.places is null or j.source_code is null then 'not_enterable' else 'done' end as outcome_code
          from judged j
    ),
    payload as (
        select e.source_code, convert_to(jsonb_build_object(
                   'form', 'transferpunt/manual/1', 'by', 'provider', 'means', 'form',
                   'counted_at', to_char(copy_offer.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'places', e.places)::text, 'UTF8') as bytes
          from ended e
         where e.outcome_code = 'done'
    ),
    stored as (
        insert into raw.receipt (source_code, idempotency_key, sha256, file_name, received_at, payload)
        select p.source_code, 'kopie-' || copy_offer.offer || '-' || copy_offer.location, encode(sha256(p.bytes), 'hex'),
               'kopie-' || copy_offer.offer || '-' || copy_offer.location || '.json', copy_offer.at, p.bytes
          from payload p
            on conflict (source_code, idempotency_key) do nothing
        returning receipt_id
    )
    select e.outcome_code
      from ended e
     where (select count(pg_notify('received', s.receipt_id::text)) from stored s) >= 0
       and functions.record_event(
               at => copy_offer.at, account => copy_offer.asker, event_type => 'offer_copied', action => 'C',
               outcome => functions.event_outcome(e.outcome_code),
               object_type => 'offer', object_id => copy_offer.offer::text, request_id => copy_offer.request_id,
               detail => jsonb_build_object('means', 'form', 'outcome', e.outcome_code, 'location', copy_offer.location)) > 0;
end;
