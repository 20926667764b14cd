-- say that a pair that looks alike is not the same, so that it is asked no more: done or denied
-- kind: location, provider, or source_location (`one` as a source names it, `other` one of ours). Said twice is said once.
-- audience: app_operator
create function act.say_not_same(
    asker bigint, kind text, one bigint, other bigint, at timestamptz, request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with judged as materialized (
        select functions.may(say_not_same.at, say_not_same.asker, 'manage_master_data') as is_allowed
    ),
    said as (
        insert into core.not_same (kind_code, one_id, other_id, decided_at)
        select say_not_same.kind,
               case when say_not_same.kind = 'source_location' then say_not_same.one else least(say_not_same.one, say_not_same.other) end,
               case when say_not_same.kind = 'source_location' then say_not_same.other else greatest(say_not_same.one, say_not_same.other) end,
               say_not_same.at
          from judged
         where judged.is_allowed
            on conflict do nothing
    )
    select case
               when functions.record_event(
                        at => say_not_same.at, account => say_not_same.asker, event_type => 'not_same', action => 'U',
                        outcome => case when judged.is_allowed then 'success' else 'refused' end, object_type => say_not_same.kind,
                        object_id => say_not_same.one::text, request_id => say_not_same.request_id,
                        detail => jsonb_build_object('other', say_not_same.other)) is null then null
               when judged.is_allowed then 'done'
               else 'denied'
           end
      from judged;
end;
