-- one row: what became of a statement of one's own places: done, or why nothing was stored (functions.store_statement)
-- told: [{offer_id, urgency_code, version, ...}]. It is stored as a delivery of the provider's own source and goes the way of every
-- delivery. The same under the same key is stored once. Who it was stands in the audit trail, also when it was refused.
-- audience: app_provider
create function act.save_statement(asker bigint, told jsonb, idempotency_key text, at timestamptz, request_id text default null)
returns table (outcome_code text, statement_id bigint, conflicts jsonb)
language sql volatile security definer set search_path = ''
begin atomic
    with done as materialized (
        select s.* from functions.store_statement(
            at => save_statement.at,
            locations => array(
                select distinct o.location_id
                  from jsonb_array_elements(save_statement.told) one
                  join core.offer o on o.offer_id = (one ->> 'offer_id')::bigint
                 where functions.is_own(save_statement.at, save_statement.asker, 'enter_own_places', o.location_id)),
            told => save_statement.told,
            idempotency_key => left(save_statement.asker || '.' || save_statement.idempotency_key, 80),
            link => null, undoes => null) s
    )
    select d.outcome_code, d.statement_id, d.conflicts
      from done d
     where functions.record_event(
               at => save_statement.at, account => save_statement.asker, event_type => 'capacity_entered', action => 'C',
               outcome => functions.event_outcome(d.outcome_code),
               object_type => 'statement', object_id => d.statement_id::text, request_id => save_statement.request_id,
               detail => jsonb_build_object('rows', jsonb_array_length(save_statement.told), 'means', 'form', 'outcome', d.outcome_code)) > 0;
end;
