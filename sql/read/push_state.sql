-- one row: what became of what a sender pushed; no row for what another source sent
-- told is as functions.told_delivery has it; while it waits for the worker, its state alone.
-- audience: app_session
create function read.push_state(as_of timestamptz, token_sha256 text, receipt bigint) returns table (
    receipt_id bigint, received_at timestamptz, told jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select r.receipt_id, r.received_at,
           coalesce(functions.told_delivery(r.delivery_id), jsonb_build_object('state_code', 'waiting'))
      from ops.push_token t
     cross join lateral functions.push_sender(push_state.as_of, t.token_prefix) s
      join raw.receipt r on r.source_code = t.source_code
     where t.token_sha256 = push_state.token_sha256 and s.state_code = 'open' and r.receipt_id = push_state.receipt;
end;
