-- write down what somebody did with a source, and give what became of it: done, denied, or `otherwise` (it did not fit)
-- after: may, record_event
create function functions.told_of_source(
    at timestamptz, asker bigint, source text, event_type text, action text, is_done boolean, otherwise text, request_id text,
    detail jsonb default '{}'
) returns text
language sql volatile
begin atomic
    select case
               when functions.record_event(
                        at => told_of_source.at, account => told_of_source.asker, event_type => told_of_source.event_type,
                        action => told_of_source.action, outcome => case when told_of_source.is_done then 'success' else 'refused' end,
                        object_type => 'source', object_id => told_of_source.source, request_id => told_of_source.request_id,
                        detail => told_of_source.detail) is null then null
               when told_of_source.is_done then 'done'
               when functions.may(told_of_source.at, told_of_source.asker, 'manage_sources') then told_of_source.otherwise
               else 'denied'
           end;
end;
