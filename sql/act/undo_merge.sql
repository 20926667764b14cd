-- undo a merge: done, denied, not_open (undone already, or no such merge), or in_between (a later merge stands on it)
-- audience: app_operator
create function act.undo_merge(asker bigint, merge bigint, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    select functions.lock_sources_of(array(
               select l.location_id from core.location l
                where (m.kind_code = 'location' and l.location_id in (m.gone_id, m.kept_id))
                   or (m.kind_code = 'provider' and l.provider_id in (m.gone_id, m.kept_id))))
      from core.merge m
     where m.merge_id = undo_merge.merge and functions.may(undo_merge.at, undo_merge.asker, 'manage_master_data');
    with judged as materialized (
        select m.kind_code,
               case
                   when not functions.may(undo_merge.at, undo_merge.asker, 'manage_master_data') then 'denied'
                   when m.merge_id is null or m.undone_at is not null then 'not_open'
                   when exists (select from core.merge later
                                 where later.merge_id > m.merge_id and later.undone_at is null and later.kind_code = m.kind_code
                                   and m.kept_id in (later.gone_id, later.kept_id)) then 'in_between'
                   else 'done'
               end as outcome
          from (select undo_merge.merge as merge_id) asked
          left join core.merge m on m.merge_id = asked.merge_id
    ),
    split as materialized (
        select case when j.outcome <> 'done' then null
                    when j.kind_code = 'location' then functions.split_location(undo_merge.merge, undo_merge.at)
                    else functions.split_provider(undo_merge.merge, undo_merge.at) end as merge_id
          from judged j
    )
    select case
               when functions.record_event(
                        at => undo_merge.at, account => undo_merge.asker, event_type => 'merge_undone', action => 'U',
                        outcome => case j.outcome when 'done' then 'success' else 'refused' end, object_type => 'merge',
                        object_id => undo_merge.merge::text, request_id => undo_merge.request_id,
                        detail => jsonb_strip_nulls(jsonb_build_object('merge', s.merge_id))) > 0 then j.outcome
           end
      from judged j
     cross join split s;
end;
