-- write down that a source is about to be asked: before it is, so that an attempt that is broken off counts as one too
create function load.note_attempt(source text, at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    update ops.source_transport t
       set attempted_at = note_attempt.at, attempt_count = t.attempt_count + 1, failure_code = null, is_failure_permanent = false
     where t.source_code = note_attempt.source;
end;
