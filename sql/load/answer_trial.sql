-- write what a dry run came to; its payload goes
create function load.answer_trial(trial uuid, answer jsonb) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.trial t set answer = answer_trial.answer, payload = '' where t.trial_id = answer_trial.trial;
end;
