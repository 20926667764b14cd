-- one row: the receipt of a payload that the web takes in (upload, push), stored for the worker
-- Who may send for the source is the caller's to judge first. Under the same key the same bytes are stored once, and other
-- bytes not at all: then is_same is false. delivery_id and state_code tell what became of it, once the worker took it up.
-- audience: app_session
create function act.receive_delivery(source text, idempotency_key text, file_name text, payload bytea, at timestamptz)
returns table (receipt_id bigint, is_same boolean, delivery_id bigint, state_code text)
language sql volatile security definer set search_path = ''
begin atomic
    with made as (
        insert into raw.receipt (source_code, idempotency_key, sha256, file_name, received_at, payload)
        values (source, idempotency_key, encode(sha256(payload), 'hex'), file_name, at, payload)
            on conflict do nothing
        returning receipt_id
    )
    select pg_notify('received', made.receipt_id::text) from made;
    select r.receipt_id, r.sha256 = encode(sha256(receive_delivery.payload), 'hex'), r.delivery_id, d.state_code
      from raw.receipt r
      left join raw.delivery d on d.delivery_id = r.delivery_id
     where r.source_code = receive_delivery.source and r.idempotency_key = receive_delivery.idempotency_key;
end;
