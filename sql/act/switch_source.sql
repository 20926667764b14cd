-- switch a source off, or on again: done, denied or unknown_source
-- While it is off nothing of it is fetched, taken in or reminded of. What it told stays, grows old as always, and then shows as
-- unknown; its address, credential and history stay too.
-- audience: app_operator
create function act.switch_source(asker bigint, source text, is_active boolean, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with switched as (
        update core.source s
           set is_active = switch_source.is_active, maintained_by = 'page'
         where s.source_code = switch_source.source and functions.may(switch_source.at, switch_source.asker, 'manage_sources')
        returning s.source_code
    )
    select functions.told_of_source(
        at => switch_source.at, asker => switch_source.asker, source => switch_source.source,
        event_type => case when switch_source.is_active then 'source_on' else 'source_off' end, action => 'U',
        is_done => exists (select from switched), otherwise => 'unknown_source', request_id => switch_source.request_id);
end;
