-- say what is agreed with a source: its rhythm, from when on its day, its grace, whom to call; done, denied or unknown_source
-- What is null is agreed no more. From then on the source's row in the operator's own list counts no longer.
-- audience: app_operator
create function act.agree_with_source(
    asker bigint, source text, expected_every interval, grace interval, due_time time, contact_name text, contact_phone text,
    contact_email text, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with changed as (
        update core.source s
           set expected_every = agree_with_source.expected_every, grace = agree_with_source.grace, due_time = agree_with_source.due_time,
               contact_name = nullif(agree_with_source.contact_name, ''), contact_phone = nullif(agree_with_source.contact_phone, ''),
               contact_email = nullif(agree_with_source.contact_email, ''), maintained_by = 'page'
         where s.source_code = agree_with_source.source
           and functions.may(agree_with_source.at, agree_with_source.asker, 'manage_sources')
        returning s.source_code
    )
    select functions.told_of_source(
        at => agree_with_source.at, asker => agree_with_source.asker, source => agree_with_source.source, event_type => 'source_changed',
        action => 'U', is_done => exists (select from changed), otherwise => 'unknown_source', request_id => agree_with_source.request_id,
        detail => jsonb_build_object('fields', jsonb_build_array('rhythm', 'contact')));
end;
