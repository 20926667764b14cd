-- one row per source that is fetched: how, and how far we are. Of one that is switched off only where is_any asks so
create function load.transports(is_any boolean default false)
returns table (
    source_code text, feed_code text, way_code text, url text, user_name text, credential_encrypted text, host_key text,
    allowed_hosts text[], is_private_allowed boolean, ca_file text, max_bytes bigint, max_seconds integer, etag text,
    watermark_at timestamptz, fetched_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select t.source_code, s.feed_code, t.way_code, t.url, t.user_name, t.credential_encrypted, t.host_key, t.allowed_hosts,
           t.is_private_allowed, t.ca_file, t.max_bytes, t.max_seconds, t.etag, t.watermark_at, t.fetched_at
      from ops.source_transport t
      join core.source s on s.source_code = t.source_code
     where s.is_active or transports.is_any
     order by t.source_code;
end;
