-- hold the source for this transaction: one load of a source at a time; gives up after `patience`, such as 30s
create function load.lock_source(source text, patience text) returns void
language sql security definer set search_path = ''
begin atomic
    select set_config('lock_timeout', patience, true);
    select pg_advisory_xact_lock(hashtextextended('transferpunt.source.' || source, 0));
end;
