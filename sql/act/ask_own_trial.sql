-- one row: what became of asking for a dry run on a page, for a connection in the asker's reach: done (trial_id) or denied
-- audience: app_provider, app_operator
create function act.ask_own_trial(asker bigint, source text, payload bytea, at timestamptz) returns table (outcome_code text, trial_id uuid)
language sql volatile security definer set search_path = ''
begin atomic
    with made as (
        insert into raw.trial (source_code, payload)
        select r.source_code, ask_own_trial.payload
          from functions.sources_in_reach(ask_own_trial.at, ask_own_trial.asker, 'manage_push') r
         where r.source_code = ask_own_trial.source
           and exists (select from ops.push_token t where t.source_code = r.source_code)
        returning trial_id
    )
    select case when m.trial_id is null then 'denied' else 'done' end, m.trial_id
      from (select) one
      left join made m on true
     where (select count(pg_notify('received', 'trial')) from made) >= 0;
end;
