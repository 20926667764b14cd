-- one row: what became of asking for a dry run with a push token: done (trial_id), known (receipt_id: stored before under this key), other_body, not_open
-- What act.receive_push would say of key and token is said here too. The worker is woken; what it finds is taken by act.take_trial.
-- audience: app_session
create function act.ask_trial(token_sha256 text, idempotency_key text, payload bytea, at timestamptz)
returns table (outcome_code text, trial_id uuid, receipt_id bigint)
language sql volatile security definer set search_path = ''
begin atomic
    with sender as materialized (
        select t.source_code
          from ops.push_token t
         cross join lateral functions.push_sender(ask_trial.at, t.token_prefix) s
         where t.token_sha256 = ask_trial.token_sha256 and s.state_code = 'open'
    ),
    earlier as materialized (
        select r.receipt_id, r.sha256 = encode(sha256(ask_trial.payload), 'hex') as is_same
          from sender
          join raw.receipt r on r.source_code = sender.source_code and r.idempotency_key = ask_trial.idempotency_key
         where r.delivery_id is null or r.received_at > ask_trial.at - interval '30 days'
    ),
    made as (
        insert into raw.trial (source_code, payload)
        select sender.source_code, ask_trial.payload from sender where not exists (select from earlier)
        returning trial_id
    )
    select case when not exists (select from sender) then 'not_open'
                when e.is_same then 'known'
                when not e.is_same then 'other_body'
                else 'done' end,
           m.trial_id, case when e.is_same then e.receipt_id end
      from (select) one
      left join made m on true
      left join earlier e on true
     where (select count(pg_notify('received', 'trial')) from made) >= 0;
end;
