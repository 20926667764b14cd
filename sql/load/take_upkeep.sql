-- claim a kind of upkeep for whoever asks: true once for each time that it is due; what was claimed and did not end is due again after an hour
create function load.take_upkeep(upkeep text, due_at timestamptz, at timestamptz) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    with taken as (
        insert into ops.upkeep as known (upkeep_code, ran_at, is_well, duration_seconds, detail)
        values (take_upkeep.upkeep, take_upkeep.at, true, 0, 'under way')
            on conflict (upkeep_code) do update
           set ran_at = excluded.ran_at, detail = excluded.detail
         where (known.well_at is null or known.well_at < take_upkeep.due_at) and known.ran_at <= take_upkeep.at - interval '1 hour'
        returning 1
    )
    select exists (select from taken);
end;
