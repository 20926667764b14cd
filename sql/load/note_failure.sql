-- write down why the attempt that was noted last failed, and whether that can pass by itself
create function load.note_failure(source text, code text, is_permanent boolean) returns void
language sql security definer set search_path = ''
begin atomic
    update ops.source_transport t
       set failure_code = note_failure.code, is_failure_permanent = note_failure.is_permanent
     where t.source_code = note_failure.source;
end;
