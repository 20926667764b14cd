-- one row: what became of a count that a coordinator heard by telephone: done, denied (out of reach), not_enterable, or what is wrong
-- It is stored as a delivery of the desk of the location's region, which may report for the codes of that region's locations
-- only, and goes the way of every delivery. Wrong is: without_count, wrong_count, wrong_first_day, wrong_reason, wrong_end.
-- The same under the same key is stored once. What is stored settles the calls that said the figure of this offer and urgency was
-- wrong, as phoned with a new figure entered; settled_count says how many those were. Who it was stands in the audit trail, also when it was refused.
-- audience: app_coordinator
create function act.enter_by_phone(
    asker bigint, offer bigint, urgency text, free integer, first_on date, stop_reason text, stop_until date, idempotency_key text,
    at timestamptz, request_id text default null
) returns table (outcome_code text, receipt_id bigint, settled_count bigint)
language sql volatile security definer set search_path = ''
begin atomic
    -- the desk, from the moment it first enters something, and the codes it may report for
    insert into core.source (source_code, feed_code, name, entry_code, is_partial, maintained_by)
    select 'desk-' || lower(r.region_code), 'manual', 'Regiodesk ' || r.name || ': namens aanbieders, telefonisch', 'hand', true, 'operator'
      from core.offer o
      join core.location l on l.location_id = o.location_id
      join core.postcode place on place.postcode4 = l.postcode4
      join core.region r on r.region_code = place.zorgkantoorregio_code
     where o.offer_id = enter_by_phone.offer
       and functions.is_own(enter_by_phone.at, enter_by_phone.asker, 'enter_capacity', o.location_id)
        on conflict (source_code) do nothing;
    insert into core.source_agb (source_code, agb_code, maintained_by)
    select 'desk-' || lower(place.zorgkantoorregio_code), i.value, 'operator'
      from core.offer o
      join core.location l on l.location_id = o.location_id
      join core.postcode place on place.postcode4 = l.postcode4
      join core.location_identifier i on i.location_id = l.location_id and i.system_code = 'agb' and i.valid_to is null
     where o.offer_id = enter_by_phone.offer
       and functions.is_own(enter_by_phone.at, enter_by_phone.asker, 'enter_capacity', o.location_id)
        on conflict (source_code, agb_code) do nothing;
    with asked as materialized (
        select o.offer_id, place.zorgkantoorregio_code as region_code, 'desk-' || lower(place.zorgkantoorregio_code) as source_code,
               a.role_code, today.on_date,
               functions.is_own(enter_by_phone.at, enter_by_phone.asker, 'enter_capacity', o.location_id) as is_own,
               functions.entered_place(
                   enter_by_phone.at, o.offer_id, enter_by_phone.urgency, enter_by_phone.free, enter_by_phone.first_on,
                   enter_by_phone.stop_reason, enter_by_phone.stop_until) as told
          from (select functions.dutch_date(enter_by_phone.at) as on_date) today
          left join ops.account a on a.account_id = enter_by_phone.asker
          left join core.offer o on o.offer_id = enter_by_phone.offer
          left join core.location l on l.location_id = o.location_id
          left join core.postcode place on place.postcode4 = l.postcode4
    ),
    judged as materialized (
        select asked.*,
               case
                   when not coalesce(asked.is_own, false) then 'denied'
                   when asked.told is null or not exists (
                       select from core.urgency u where u.urgency_code = enter_by_phone.urgency and u.has_places) then 'not_enterable'
                   when enter_by_phone.free is null and enter_by_phone.stop_reason is null then 'without_count'
                   when enter_by_phone.free not between 0 and 999 then 'wrong_count'
                   when enter_by_phone.first_on not between asked.on_date and asked.on_date + 365 then 'wrong_first_day'
                   when enter_by_phone.stop_reason is not null and not exists (
                       select from core.closure_reason c where c.reason_code = enter_by_phone.stop_reason) then 'wrong_reason'
                   when enter_by_phone.stop_until is not null
                        and (enter_by_phone.stop_reason is null or enter_by_phone.stop_until < asked.on_date) then 'wrong_end'
                   else 'done'
               end as outcome_code,
               left(enter_by_phone.idempotency_key, 60) || '.' || md5(concat_ws(
                   '|', enter_by_phone.offer, enter_by_phone.urgency, coalesce(enter_by_phone.free, -1), coalesce(enter_by_phone.first_on::text, ''),
                   coalesce(enter_by_phone.stop_reason, ''), coalesce(enter_by_phone.stop_until::text, ''))) as own_key
          from asked
    ),
    payload as (
        select j.*, convert_to(jsonb_build_object(
                   'form', 'transferpunt/manual/1', 'by', j.role_code, 'means', 'telephone',
                   'counted_at', to_char(enter_by_phone.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                   'places', jsonb_build_array(j.told))::text, 'UTF8') as bytes
          from judged j
         where j.outcome_code = 'done'
    ),
    stored as (
        insert into raw.receipt (source_code, idempotency_key, sha256, file_name, received_at, payload)
        select p.source_code, p.own_key, encode(sha256(p.bytes), 'hex'), 'telefonisch-' || p.offer_id || '.json', enter_by_phone.at, p.bytes
          from payload p
            on conflict (source_code, idempotency_key) do nothing
        returning receipt_id
    ),
    noted as (
        insert into core.entered_capacity (receipt_id, offer_id, urgency_code, role_code, means_code, entered_at)
        select s.receipt_id, p.offer_id, enter_by_phone.urgency, p.role_code, 'telephone', enter_by_phone.at
          from stored s cross join payload p
        returning receipt_id
    ),
    settled as (
        update core.call_outcome c
           set phoned_at = enter_by_phone.at, phoned_count = c.phoned_count + 1, handled_at = enter_by_phone.at, handled_as = 'entered'
          from noted
         where c.offer_id = enter_by_phone.offer and c.urgency_code = enter_by_phone.urgency and not c.is_as_shown
           and c.handled_at is null and c.called_at <= enter_by_phone.at
        returning c.call_outcome_id
    ),
    told_of as (
        select count(functions.record_event(
                   at => enter_by_phone.at, account => enter_by_phone.asker, event_type => 'call_settled', action => 'U',
                   object_type => 'call', object_id => s.call_outcome_id::text, request_id => enter_by_phone.request_id,
                   detail => jsonb_build_object('result', 'entered'))) as settled_count
          from settled s
    )
    select j.outcome_code,
           coalesce((select s.receipt_id from stored s),
                    (select r.receipt_id from raw.receipt r where r.source_code = j.source_code and r.idempotency_key = j.own_key and j.outcome_code = 'done')),
           told_of.settled_count
      from judged j
     cross join told_of
      left join noted n on true
      left join stored told on true
     where (told.receipt_id is null or pg_notify('received', told.receipt_id::text) is not null)
       and functions.record_event(
               at => enter_by_phone.at, account => enter_by_phone.asker, event_type => 'capacity_entered', action => 'C',
               outcome => functions.event_outcome(j.outcome_code),
               object_type => 'offer', object_id => enter_by_phone.offer::text, region => j.region_code,
               request_id => enter_by_phone.request_id,
               detail => jsonb_build_object('urgency', left(enter_by_phone.urgency, 40), 'means', 'telephone', 'outcome', j.outcome_code)) > 0;
end;
