-- fetch a source no more, and forget its address and credential: done, denied, or not_fetched
-- What was delivered stays. It cannot be taken back: the credential has to be entered again.
-- audience: app_operator
create function act.stop_fetching(asker bigint, source text, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with judged as materialized (
        select functions.may(stop_fetching.at, stop_fetching.asker, 'manage_sources') as is_allowed
    ),
    gone as (
        delete from ops.source_transport t
         using judged
         where judged.is_allowed and t.source_code = stop_fetching.source
        returning t.source_code
    )
    select case
               when functions.record_event(
                        at => stop_fetching.at, account => stop_fetching.asker, event_type => 'transport_removed', action => 'D',
                        outcome => case when exists (select from gone) then 'success' else 'refused' end,
                        object_type => 'source', object_id => stop_fetching.source, request_id => stop_fetching.request_id) is null then null
               when not judged.is_allowed then 'denied'
               when exists (select from gone) then 'done'
               else 'not_fetched'
           end
      from judged;
end;
