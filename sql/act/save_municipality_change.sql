-- say that a municipality goes up in another from a day on: done, denied, unknown_municipality, unknown_successor, ended_already or goes_round
-- What bears the old code counts in the new one from that day: waits, inhabitants, names of places. A successor that no list knows
-- is made, with the name given, and lies where the one that ends lay. What was said here before can be said anew until its day.
-- audience: app_operator
create function act.save_municipality_change(
    asker bigint, municipality text, successor text, successor_name text, from_on date, source text, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with judged as materialized (
        select ended.name as ended_name,
               case
                   when not functions.may(save_municipality_change.at, save_municipality_change.asker, 'manage_master_data') then 'denied'
                   when ended.region_code is null then 'unknown_municipality'
                   when exists (select from core.municipality_change c
                                 where c.municipality_code = save_municipality_change.municipality
                                   and (c.maintained_by <> 'page' or c.valid_from <= functions.dutch_date(save_municipality_change.at)))
                       then 'ended_already'
                   when functions.current_municipality(save_municipality_change.successor, 'infinity') = save_municipality_change.municipality
                       or save_municipality_change.successor = save_municipality_change.municipality then 'goes_round'
                   when next.region_code is null and coalesce(save_municipality_change.successor_name, '') = '' then 'unknown_successor'
                   else 'done'
               end as outcome
          from (select save_municipality_change.municipality as municipality_code) asked
          left join core.region ended on ended.region_code = asked.municipality_code and ended.layer_code = 'municipality'
          left join core.region next on next.region_code = save_municipality_change.successor and next.layer_code = 'municipality'
    ),
    made as (
        insert into core.region (region_code, layer_code, name, source, valid_from, maintained_by)
        select save_municipality_change.successor, 'municipality', save_municipality_change.successor_name, save_municipality_change.source,
               save_municipality_change.from_on, 'operator'
          from judged
         where judged.outcome = 'done'
            on conflict do nothing
        returning region_code
    ),
    placed as (
        insert into core.municipality_region (municipality_code, layer_code, region_code, share, source, valid_from, maintained_by)
        select made.region_code, m.layer_code, m.region_code, m.share, save_municipality_change.source, save_municipality_change.from_on, 'operator'
          from made
          join core.municipality_region m on m.municipality_code = save_municipality_change.municipality
         where m.valid_to is null or m.valid_to > save_municipality_change.from_on
    ),
    saved as (
        insert into core.municipality_change as held (municipality_code, successor_code, name, source, valid_from, maintained_by)
        select save_municipality_change.municipality, save_municipality_change.successor, judged.ended_name, save_municipality_change.source,
               save_municipality_change.from_on, 'page'
          from judged
         where judged.outcome = 'done'
            on conflict (municipality_code) do update
           set successor_code = excluded.successor_code, source = excluded.source, valid_from = excluded.valid_from
    )
    select case
               when functions.record_event(
                        at => save_municipality_change.at, account => save_municipality_change.asker, event_type => 'municipality_changed',
                        action => 'U', outcome => case judged.outcome when 'done' then 'success' else 'refused' end,
                        object_type => 'municipality', object_id => save_municipality_change.municipality,
                        request_id => save_municipality_change.request_id,
                        detail => jsonb_build_object('successor', save_municipality_change.successor,
                                                     'from_on', save_municipality_change.from_on)) > 0 then judged.outcome
           end
      from judged;
end;
