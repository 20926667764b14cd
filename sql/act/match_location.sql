-- say which of our locations one is that a source names, or, with none, take such a word back: done, denied, or not_alike
-- What the source told and will tell of it stands under that location from now on. Only a word of a person can be taken back.
-- audience: app_operator
create function act.match_location(
    asker bigint, source_location bigint, location bigint, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with judged as materialized (
        select functions.may(match_location.at, match_location.asker, 'manage_master_data') as is_allowed
    ),
    matched as (
        update core.source_location s
           set location_id = match_location.location,
               matched_by = case when match_location.location is not null then 'person' end,
               matched_at = match_location.at
          from judged
         where judged.is_allowed and s.source_location_id = match_location.source_location
           and case when match_location.location is null then s.matched_by = 'person'
                    else s.location_id is null
                         and exists (select from core.location l
                                      where l.location_id = match_location.location and l.merged_into is null) end
        returning s.source_location_id
    )
    select case
               when functions.record_event(
                        at => match_location.at, account => match_location.asker, event_type => 'location_matched', action => 'U',
                        outcome => case when exists (select from matched) then 'success' else 'refused' end,
                        object_type => 'source_location', object_id => match_location.source_location::text,
                        request_id => match_location.request_id,
                        detail => jsonb_strip_nulls(jsonb_build_object('location', match_location.location))) is null then null
               when not judged.is_allowed then 'denied'
               when exists (select from matched) then 'done'
               else 'not_alike'
           end
      from judged;
end;
