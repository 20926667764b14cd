-- fetch a source no more, and forget its address and credential: done, denied, or not_fetched
-- What was delivered stays. It cannot be taken back: the credential has to be entered again.
-- audience: app_operator
create function act.stop_fetching(asker bigint, source text, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with gone as (
        delete from ops.source_transport t
         where t.source_code = stop_fetching.source and functions.may(stop_fetching.at, stop_fetching.asker, 'manage_sources')
        returning t.source_code
    )
    select functions.told_of_source(
        at => stop_fetching.at, asker => stop_fetching.asker, source => stop_fetching.source, event_type => 'transport_removed',
        action => 'D', is_done => exists (select from gone), otherwise => 'not_fetched', request_id => stop_fetching.request_id);
end;
