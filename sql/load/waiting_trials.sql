-- one row per dry run that waits for its answer, oldest first; those that nobody can be waiting for any more are forgotten first
create function load.waiting_trials(at timestamptz) returns table (trial_id uuid, source_code text, feed_code text, payload bytea)
language sql volatile security definer set search_path = ''
begin atomic
    delete from raw.trial t where t.asked_at < waiting_trials.at - interval '5 minutes';
    select t.trial_id, t.source_code, s.feed_code, t.payload
      from raw.trial t
      join core.source s on s.source_code = t.source_code
     where t.answer is null and t.asked_at >= waiting_trials.at - interval '5 minutes'
     order by t.asked_at, t.trial_id;
end;
