-- ask that a source be fetched now: done, denied, or not_fetched (it sends by itself, or has ended)
-- The worker that looks next queues it, within a minute, whatever its rhythm or its last failure says.
-- audience: app_operator
create function act.ask_fetch(asker bigint, source text, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with judged as materialized (
        select functions.may(ask_fetch.at, ask_fetch.asker, 'manage_sources') as is_allowed
    ),
    asked as (
        update ops.source_transport t
           set asked_at = ask_fetch.at
          from judged, core.source s
         where judged.is_allowed and t.source_code = ask_fetch.source and s.source_code = t.source_code and s.is_active
        returning t.source_code
    )
    select case
               when functions.record_event(
                        at => ask_fetch.at, account => ask_fetch.asker, event_type => 'fetch_asked', action => 'E',
                        outcome => case when exists (select from asked) then 'success' else 'refused' end,
                        object_type => 'source', object_id => ask_fetch.source, request_id => ask_fetch.request_id) is null then null
               when not judged.is_allowed then 'denied'
               when exists (select from asked) then 'done'
               else 'not_fetched'
           end
      from judged;
end;
