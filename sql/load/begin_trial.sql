-- one row: the source that waits longest to be tried; none when none waits. Another worker does not get it too
-- A try that was begun a quarter of an hour ago and never ended died with its worker: it is begun anew.
create function load.begin_trial(at timestamptz) returns table (source_code text)
language sql security definer set search_path = ''
begin atomic
    update ops.source_trial t
       set begun_at = begin_trial.at
     where t.source_code = (
         select w.source_code from ops.source_trial w
          where w.ended_at is null and (w.begun_at is null or w.begun_at < begin_trial.at - interval '15 minutes')
          order by w.asked_at
          limit 1
            for update skip locked)
    returning t.source_code;
end;
