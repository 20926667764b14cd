-- one row: a file that the asker sent on a page as CSV, as it was kept (masked), once it was looked at; no row for another's
-- Of a workbook the table it held, under the name it then gets. payload is null where there is nothing to correct from.
-- audience: app_provider
create function read.own_upload_bytes(as_of timestamptz, asker bigint, receipt bigint) returns table (file_name text, payload bytea)
language sql stable security definer set search_path = ''
begin atomic
    select case when r.table_csv is null then r.file_name else regexp_replace(r.file_name, '\.xlsx$', '.csv', 'i') end,
           coalesce(r.table_csv, kept.payload)
      from raw.receipt r
      left join lateral (
          select string_agg(c.payload, ''::bytea order by c.chunk_number) as payload
            from raw.delivery_chunk c
           where c.delivery_id = r.delivery_id and r.table_csv is null and lower(right(r.file_name, 4)) = '.csv'
      ) kept on substring(kept.payload from 1 for 4) <> '\x504b0304'::bytea
     where r.receipt_id = own_upload_bytes.receipt and r.delivery_id is not null
       and r.source_code in (
           select s.source_code from functions.sources_in_reach(own_upload_bytes.as_of, own_upload_bytes.asker, 'see_deliveries') s);
end;
