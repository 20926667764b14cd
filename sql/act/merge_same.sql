-- say that two locations, or two providers, are the same: done, denied, without_reason, or not_alike (one is gone, or both are one)
-- kind: location or provider. Everything of `gone` goes under `kept`. Waits for loads of the sources that tell of them.
-- audience: app_operator
create function act.merge_same(
    asker bigint, kind text, gone bigint, kept bigint, reason text, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    select functions.lock_sources_of(array(
               select l.location_id from core.location l
                where (merge_same.kind = 'location' and l.location_id in (merge_same.gone, merge_same.kept))
                   or (merge_same.kind = 'provider' and l.provider_id in (merge_same.gone, merge_same.kept))))
     where functions.may(merge_same.at, merge_same.asker, 'manage_master_data');
    with judged as materialized (
        select case
                   when not functions.may(merge_same.at, merge_same.asker, 'manage_master_data') then 'denied'
                   when coalesce(merge_same.reason, '') !~ '\S' then 'without_reason'
                   when merge_same.gone is null or merge_same.kept is null or merge_same.gone = merge_same.kept
                        or merge_same.kind not in ('location', 'provider') then 'not_alike'
                   when 2 <> (select count(*) from core.location l
                               where l.location_id in (merge_same.gone, merge_same.kept) and l.merged_into is null)
                        and merge_same.kind = 'location' then 'not_alike'
                   when 2 <> (select count(*) from core.provider p
                               where p.provider_id in (merge_same.gone, merge_same.kept) and p.merged_into is null)
                        and merge_same.kind = 'provider' then 'not_alike'
                   else 'done'
               end as outcome
    ),
    merged as materialized (
        select case when j.outcome <> 'done' then null
                    when merge_same.kind = 'location' then functions.merge_location(merge_same.gone, merge_same.kept, merge_same.at)
                    else functions.merge_provider(merge_same.gone, merge_same.kept, merge_same.at) end as merge_id
          from judged j
    )
    select case
               when functions.record_event(
                        at => merge_same.at, account => merge_same.asker, event_type => 'merged', action => 'U',
                        outcome => case j.outcome when 'done' then 'success' else 'refused' end,
                        object_type => case when merge_same.kind in ('location', 'provider') then merge_same.kind end,
                        object_id => merge_same.gone::text, request_id => merge_same.request_id,
                        detail => jsonb_strip_nulls(jsonb_build_object(
                            'into', merge_same.kept, 'merge', m.merge_id, 'reason', left(merge_same.reason, 500)))) > 0 then j.outcome
           end
      from judged j
     cross join merged m;
end;
