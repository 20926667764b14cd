-- say how a source is fetched; a credential that is null stays as it was, an empty one is taken away
-- What a try found is forgotten. Another address or way begins anew: no mark, no watermark, and no credential that was meant for somebody else.
-- `by` is the account that does it, null the command line; who may is the caller's to judge first. The audit trail is told
-- where the source is fetched now, never the credential.
-- audience: app_session
create function act.save_transport(
    source text, way text, url text, at timestamptz, user_name text default null, credential_encrypted text default null, host_key text default null,
    allowed_hosts text[] default '{}', is_private_allowed boolean default false, ca_file text default null,
    max_bytes bigint default 67108864, max_seconds integer default 300,
    by bigint default null
) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    delete from ops.source_trial t where t.source_code = save_transport.source;
    delete from ops.source_transport t
     where t.source_code = save_transport.source and (t.url, t.way_code) is distinct from (save_transport.url, save_transport.way);
    insert into ops.source_transport as t (
        source_code, way_code, url, user_name, credential_encrypted, host_key, allowed_hosts, is_private_allowed, ca_file, max_bytes, max_seconds
    )
    values (source, way, url, user_name, nullif(credential_encrypted, ''), host_key, allowed_hosts, is_private_allowed, ca_file, max_bytes,
            max_seconds)
        on conflict (source_code) do update
       set user_name = excluded.user_name,
           credential_encrypted = case when save_transport.credential_encrypted is null then t.credential_encrypted
                                       else excluded.credential_encrypted end,
           host_key = excluded.host_key, allowed_hosts = excluded.allowed_hosts, is_private_allowed = excluded.is_private_allowed,
           ca_file = excluded.ca_file, max_bytes = excluded.max_bytes, max_seconds = excluded.max_seconds,
           attempt_count = 0, failure_code = null, is_failure_permanent = false;
    select functions.record_event(
               at => save_transport.at, account => save_transport.by, event_type => 'transport_saved', action => 'U',
               object_type => 'source', object_id => save_transport.source,
               detail => jsonb_build_object('url', left(save_transport.url, 500), 'way', save_transport.way,
                                            'has_new_credential', save_transport.credential_encrypted is not null));
end;
