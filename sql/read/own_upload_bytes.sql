-- one row: the bytes of a file that the asker sent on a page, as they were kept (masked), once it was looked at; no row for another's
-- audience: app_provider
create function read.own_upload_bytes(as_of timestamptz, asker bigint, receipt bigint) returns table (file_name text, payload bytea)
language sql stable security definer set search_path = ''
begin atomic
    select r.file_name, (select string_agg(c.payload, ''::bytea order by c.chunk_number) from raw.delivery_chunk c where c.delivery_id = r.delivery_id)
      from raw.receipt r
     where r.receipt_id = own_upload_bytes.receipt and r.delivery_id is not null
       and r.source_code in (
           select s.source_code from functions.sources_in_reach(own_upload_bytes.as_of, own_upload_bytes.asker, 'see_deliveries') s);
end;
