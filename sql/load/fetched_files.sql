-- one row per file of a source that was fetched before
create function load.fetched_files(source text) returns table (file_name text, size_bytes bigint, modified_at timestamptz)
language sql stable security definer set search_path = ''
begin atomic
    select f.file_name, f.size_bytes, f.modified_at from ops.fetched_file f where f.source_code = fetched_files.source;
end;
