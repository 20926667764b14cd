-- write down that a kind of upkeep ran, and how it ended; its last success stays known
create function load.note_upkeep(upkeep text, at timestamptz, is_well boolean, seconds numeric, detail text) returns void
language sql volatile security definer set search_path = ''
begin atomic
    insert into ops.upkeep as known (upkeep_code, ran_at, is_well, well_at, duration_seconds, detail)
    values (note_upkeep.upkeep, note_upkeep.at, note_upkeep.is_well, case when note_upkeep.is_well then note_upkeep.at end,
            note_upkeep.seconds, left(note_upkeep.detail, 1000))
    on conflict (upkeep_code) do update
       set ran_at = excluded.ran_at, is_well = excluded.is_well, well_at = coalesce(excluded.well_at, known.well_at),
           duration_seconds = excluded.duration_seconds, detail = excluded.detail;
end;
