-- tell how far a load is: the step, how many rows were read, and of how many as far as that is known
create function load.note_progress(delivery bigint, step text, row_count bigint, total_count bigint, at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    insert into ops.load_progress as p (delivery_id, step_code, row_count, total_count, told_at)
    values (note_progress.delivery, note_progress.step, note_progress.row_count, note_progress.total_count, note_progress.at)
        on conflict (delivery_id) do update
       set step_code = excluded.step_code, row_count = excluded.row_count, total_count = excluded.total_count, told_at = excluded.told_at;
end;
