-- write down that a file of a source was fetched
create function load.note_file(source text, file_name text, size_bytes bigint, modified_at timestamptz, at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    insert into ops.fetched_file (source_code, file_name, size_bytes, modified_at, fetched_at)
    values (source, file_name, size_bytes, modified_at, at)
        on conflict do nothing;
end;
