-- one row: what a dry run came to, as functions.told_delivery has it, and then it is gone; no row while the worker has not answered
-- gives_up: nobody waits for it any more, and it goes without an answer.
-- audience: app_session
create function act.take_trial(trial uuid, gives_up boolean) returns table (told jsonb)
language sql volatile security definer set search_path = ''
begin atomic
    with taken as (
        delete from raw.trial t
         where t.trial_id = take_trial.trial and (t.answer is not null or take_trial.gives_up)
        returning t.answer
    )
    select taken.answer from taken where taken.answer is not null;
end;
