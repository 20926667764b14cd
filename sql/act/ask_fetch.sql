-- ask that a source be fetched now: done, denied, or not_fetched (it sends by itself, or has ended)
-- The worker that looks next queues it, within a minute, whatever its rhythm or its last failure says.
-- audience: app_operator
create function act.ask_fetch(asker bigint, source text, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with asked as (
        update ops.source_transport t
           set asked_at = ask_fetch.at
          from core.source s
         where t.source_code = ask_fetch.source and s.source_code = t.source_code and s.is_active
           and functions.may(ask_fetch.at, ask_fetch.asker, 'manage_sources')
        returning t.source_code
    )
    select functions.told_of_source(
        at => ask_fetch.at, asker => ask_fetch.asker, source => ask_fetch.source, event_type => 'fetch_asked', action => 'E',
        is_done => exists (select from asked), otherwise => 'not_fetched', request_id => ask_fetch.request_id);
end;
