-- ask that a source be tried, switched on or not: done, denied, or not_fetched (it sends by itself)
-- A worker fetches it once, loads what came and takes all of that back; read.source_trial tells what was found. One that is being
-- tried is not tried twice.
-- audience: app_operator
create function act.try_source(asker bigint, source text, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    insert into ops.source_trial as held (source_code, asked_at)
    select t.source_code, try_source.at
      from ops.source_transport t
     where t.source_code = try_source.source and functions.may(try_source.at, try_source.asker, 'manage_sources')
        on conflict (source_code) do update
       set asked_at = excluded.asked_at, begun_at = null, ended_at = null, failure_code = null, outcome_code = null, file_name = null,
           size_bytes = null, read_count = null, accepted_count = null, refused_count = null, duplicate_count = null, refusals = '{}',
           sentence_nl = null
     where held.ended_at is not null;
    select functions.told_of_source(
        at => try_source.at, asker => try_source.asker, source => try_source.source, event_type => 'source_tried', action => 'E',
        is_done => exists (select from ops.source_transport t where t.source_code = try_source.source)
                   and functions.may(try_source.at, try_source.asker, 'manage_sources'),
        otherwise => 'not_fetched', request_id => try_source.request_id);
end;
