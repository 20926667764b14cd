-- write down that a source was asked and answered, and how far we are now; what is null stays as it was
create function load.note_fetch(source text, at timestamptz, etag text default null, watermark_at timestamptz default null) returns void
language sql security definer set search_path = ''
begin atomic
    update ops.source_transport t
       set fetched_at = note_fetch.at,
           etag = coalesce(note_fetch.etag, t.etag),
           watermark_at = greatest(t.watermark_at, note_fetch.watermark_at),
           attempt_count = 0,
           failure_code = null,
           is_failure_permanent = false
     where t.source_code = note_fetch.source;
end;
