-- one row: what became of a statement: done, nothing, denied, not_enterable, wrong_text, changed_meanwhile
-- told: [{offer_id, urgency_code, version, and what functions.told_place names}]. Only places of these locations may be told of. It is
-- stored as one delivery of each provider's own source, which may report for the codes of these locations, and the worker is
-- woken. version is md5 of what the teller saw; where something else stands by now nothing is stored, and conflicts are those
-- places: [{offer_id, urgency_code}]. The same key is stored once. Text about criteria with a long number could name a person:
-- it is not taken in. What is told is judged as every delivery is, by its feed.
-- Weeks of waiting go as a delivery of their own, of a source of the form waiting_times_csv.
-- after: told_place, stated_place, ensure_statement_source, stated_waits
create function functions.store_statement(
    at timestamptz, locations bigint[], told jsonb, idempotency_key text, link bigint, undoes bigint
) returns table (outcome_code text, statement_id bigint, conflicts jsonb)
language sql volatile set search_path = ''
begin atomic
    -- of two people who state the same location one comes second, and sees what the first told
    select pg_advisory_xact_lock(hashtextextended('statement ' || place.location_id, 0))
      from (select distinct o.location_id
              from jsonb_array_elements(store_statement.told) one
              join core.offer o on o.offer_id = (one ->> 'offer_id')::bigint
             order by o.location_id) place;
    select functions.ensure_statement_source(array(
        select o.location_id
          from jsonb_array_elements(store_statement.told) one
          join core.offer o on o.offer_id = (one ->> 'offer_id')::bigint and o.location_id = any (store_statement.locations)));
    insert into core.source (source_code, feed_code, name, entry_code, is_fictional, maintained_by)
    select distinct functions.wait_source(l.location_id), 'waiting_times_csv', left('Wachttijden op de opgave van ' || p.name, 200), 'hand',
           p.is_fictional, 'operator'
      from jsonb_array_elements(store_statement.told) one
      join core.offer o on o.offer_id = (one ->> 'offer_id')::bigint and o.location_id = any (store_statement.locations)
      join core.location l on l.location_id = o.location_id
      join core.provider p on p.provider_id = l.provider_id
     where one ?| array['intake_weeks', 'treatment_weeks'] and functions.wait_source(l.location_id) is not null
        on conflict (source_code) do nothing;
    insert into core.source_agb (source_code, agb_code, maintained_by)
    select distinct s.source_code, own.value, 'operator'
      from jsonb_array_elements(store_statement.told) one
      join core.offer o on o.offer_id = (one ->> 'offer_id')::bigint and o.location_id = any (store_statement.locations)
      join core.source s on s.source_code = functions.wait_source(o.location_id)
      join core.location_identifier own on own.location_id = o.location_id and own.system_code = 'agb' and own.valid_to is null
     where one ?| array['intake_weeks', 'treatment_weeks']
        on conflict (source_code, agb_code) do nothing;
    with asked as materialized (
        select one.number, (one.place ->> 'offer_id')::bigint as offer_id, one.place ->> 'urgency_code' as urgency_code,
               one.place ->> 'version' as version,
               jsonb_strip_nulls(one.place - array['offer_id', 'urgency_code', 'version', 'reserved_count', 'stop_from']) as facts
          from jsonb_array_elements(store_statement.told) with ordinality one (place, number)
    ),
    seen as materialized (
        select a.number, a.offer_id, a.urgency_code, a.version, o.location_id, s.source_code, c.expires_at, now_told.told_now,
               -- what the form does not ask stays as it was
               a.facts || jsonb_strip_nulls(jsonb_build_object(
                   'reserved_count', now_told.told_now -> 'reserved_count',
                   'stop_from', case when a.facts ? 'stop_reason_code' then now_told.told_now -> 'stop_from' end)) as facts
          from asked a
          left join core.offer o on o.offer_id = a.offer_id
          left join core.urgency u on u.urgency_code = a.urgency_code and u.has_places
          left join core.capacity_current c on c.offer_id = o.offer_id and c.urgency_code = u.urgency_code
         cross join lateral (
             select functions.told_place(store_statement.at, o.offer_id, u.urgency_code) as told_now) now_told
         cross join lateral (select functions.statement_source(o.location_id) as source_code where u.urgency_code is not null
                             union all select null where u.urgency_code is null) s
    ),
    placed as materialized (
        select seen.*, functions.stated_place(
                   store_statement.at, seen.offer_id, seen.urgency_code, seen.facts - array['intake_weeks', 'treatment_weeks']) as place,
               row_number() over (partition by seen.source_code order by seen.number) as line
          from seen
    ),
    earlier as materialized (
        select s.statement_id from core.statement s
         where s.idempotency_key = store_statement.idempotency_key and s.link_id is not distinct from store_statement.link
    ),
    judged as materialized (
        select case
                   when exists (select from earlier) then 'done'
                   when not exists (select from placed) then 'nothing'
                   when exists (select from placed p where p.location_id is null or p.location_id <> all (store_statement.locations)) then 'denied'
                   when exists (select from placed p where p.place is null or p.source_code is null) then 'not_enterable'
                   when exists (select from placed p where p.facts ->> 'exclusion_reason' ~ '[0-9]([ .-]?[0-9]){7}') then 'wrong_text'
                   when exists (select from placed p where p.version <> md5(p.told_now::text)) then 'changed_meanwhile'
                   else 'done'
               end as outcome_code
    ),
    made as (
        insert into core.statement (idempotency_key, made_at, link_id, undoes)
        select store_statement.idempotency_key, store_statement.at, store_statement.link, store_statement.undoes
          from judged j
         where j.outcome_code = 'done' and not exists (select from earlier)
        returning statement_id
    ),
    stored as (
        insert into raw.receipt (source_code, idempotency_key, sha256, file_name, received_at, payload)
        select payload.source_code, 'opgave-' || m.statement_id, encode(sha256(payload.bytes), 'hex'), 'opgave-' || m.statement_id || '.json',
               store_statement.at, payload.bytes
          from made m
         cross join (
             select p.source_code, convert_to(jsonb_build_object(
                        'form', 'transferpunt/manual/1', 'by', 'provider', 'means', 'form',
                        'counted_at', to_char(store_statement.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                        'places', jsonb_agg(p.place order by p.line))::text, 'UTF8') as bytes
               from placed p
              group by p.source_code
         ) payload
        returning receipt_id, source_code
    ),
    waits as (
        insert into raw.receipt (source_code, idempotency_key, sha256, file_name, received_at, payload)
        select payload.source_code, 'opgave-' || m.statement_id, encode(sha256(payload.bytes), 'hex'), 'opgave-' || m.statement_id || '.csv',
               store_statement.at, payload.bytes
          from made m
         cross join (
             select s.source_code, convert_to(functions.stated_waits(store_statement.at, s.source_code, jsonb_agg(jsonb_build_object(
                        'offer_id', p.offer_id, 'facts', p.facts, 'told_now', p.told_now))), 'UTF8') as bytes
               from placed p
               join core.source s on s.source_code = functions.wait_source(p.location_id) and s.is_active
              group by s.source_code
         ) payload
         where payload.bytes is not null
        returning receipt_id
    ),
    noted as (
        insert into core.entered_capacity (
            receipt_id, offer_id, urgency_code, role_code, means_code, entered_at, line, statement_id, told, told_before)
        select s.receipt_id, p.offer_id, p.urgency_code, 'provider', 'form', store_statement.at, p.line, m.statement_id,
               p.facts - 'valid_until',
               p.told_now || jsonb_strip_nulls(jsonb_build_object('valid_until', p.expires_at))
          from made m
         cross join placed p
          join stored s on s.source_code = p.source_code
        returning offer_id
    )
    select j.outcome_code, coalesce((select m.statement_id from made m), (select e.statement_id from earlier e)),
           case when j.outcome_code = 'changed_meanwhile' then (
               select jsonb_agg(jsonb_build_object('offer_id', p.offer_id, 'urgency_code', p.urgency_code) order by p.number)
                 from placed p where p.version <> md5(p.told_now::text)) end
      from judged j
     where (select count(*) from noted) >= 0 and (select count(pg_notify('received', s.receipt_id::text)) from stored s) >= 0
       and (select count(pg_notify('received', w.receipt_id::text)) from waits w) >= 0;
end;
