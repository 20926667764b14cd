-- one row: what became of a payload that was pushed with a token: done, other_body (its key was used for another), not_open (the token)
-- It is stored for the worker as what the web takes in is. The same under the same key is stored once; a key is free again after 30 days.
-- audience: app_session
create function act.receive_push(
    token_sha256 text, idempotency_key text, payload bytea, at timestamptz, address text default null, request_id text default null
) returns table (outcome_code text, receipt_id bigint)
language sql volatile security definer set search_path = ''
begin atomic
    update raw.receipt r
       set idempotency_key = r.idempotency_key || '~' || r.receipt_id
      from ops.push_token t
     where t.token_sha256 = receive_push.token_sha256 and r.source_code = t.source_code
       and r.idempotency_key = receive_push.idempotency_key
       and r.delivery_id is not null and r.received_at <= receive_push.at - interval '30 days';
    with made as (
        insert into raw.receipt (source_code, idempotency_key, sha256, file_name, received_at, payload)
        select t.source_code, receive_push.idempotency_key, encode(sha256(receive_push.payload), 'hex'),
               'push-' || receive_push.idempotency_key || '.json', receive_push.at, receive_push.payload
          from ops.push_token t
         cross join lateral functions.push_sender(receive_push.at, t.token_prefix) s
         where t.token_sha256 = receive_push.token_sha256 and s.state_code = 'open'
            on conflict (source_code, idempotency_key) do nothing
        returning receipt_id
    )
    select pg_notify('received', m.receipt_id::text),
           functions.record_event(
               at => receive_push.at, account => null, event_type => 'delivery_pushed', action => 'C', object_type => 'receipt',
               object_id => m.receipt_id::text, address => receive_push.address, request_id => receive_push.request_id,
               detail => jsonb_build_object('source', t.source_code, 'token', t.token_prefix, 'bytes', length(receive_push.payload)))
      from made m
     cross join ops.push_token t
     where t.token_sha256 = receive_push.token_sha256;
    select case when r.receipt_id is null then 'not_open'
                when r.sha256 = encode(sha256(receive_push.payload), 'hex') then 'done'
                else 'other_body' end,
           case when r.sha256 = encode(sha256(receive_push.payload), 'hex') then r.receipt_id end
      from (select) one
      left join (
          select r.receipt_id, r.sha256
            from ops.push_token t
           cross join lateral functions.push_sender(receive_push.at, t.token_prefix) s
            join raw.receipt r on r.source_code = t.source_code and r.idempotency_key = receive_push.idempotency_key
           where t.token_sha256 = receive_push.token_sha256 and s.state_code = 'open') r on true;
end;
