-- hold the source for this transaction: one load of a source at a time; waits as long as lock_timeout allows
create function load.lock_source(source text) returns void
language sql security definer set search_path = ''
begin atomic
    select pg_advisory_xact_lock(hashtextextended('transferpunt.source.' || source, 0));
end;
