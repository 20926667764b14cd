-- say on a page how a source is fetched: done, denied or unknown_source; the rest as act.save_transport
-- after: save_transport
-- audience: app_operator
create function act.manage_transport(
    asker bigint, source text, way text, url text, at timestamptz, user_name text, credential_encrypted text, host_key text,
    allowed_hosts text[], is_private_allowed boolean, ca_file text, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    select case
               when not functions.may(manage_transport.at, manage_transport.asker, 'manage_sources') then
                   case when functions.record_event(
                       at => manage_transport.at, account => manage_transport.asker, event_type => 'transport_saved', action => 'U',
                       outcome => 'refused', object_type => 'source', object_id => manage_transport.source,
                       request_id => manage_transport.request_id) > 0 then 'denied' end
               when not exists (select from core.source s where s.source_code = manage_transport.source) then 'unknown_source'
               when act.save_transport(
                       source => manage_transport.source, way => manage_transport.way, url => manage_transport.url, at => manage_transport.at,
                       user_name => manage_transport.user_name, credential_encrypted => manage_transport.credential_encrypted,
                       host_key => manage_transport.host_key, allowed_hosts => manage_transport.allowed_hosts,
                       is_private_allowed => manage_transport.is_private_allowed, ca_file => manage_transport.ca_file,
                       by => manage_transport.asker) > 0 then 'done'
           end;
end;
