-- add a source (with a feed), or change who it is and for whom it may speak (with none): done, denied, source_exists, unknown_feed or unknown_source
-- A new one is switched off until somebody switches it on. The codes given are all it may report for: one that is left out is
-- taken away, and no list of the operator gives it back. None, and not for everybody: all it sends is refused.
-- audience: app_operator
create function act.save_source(
    asker bigint, source text, feed text, source_name text, entry_code text, is_any_agb boolean, agb_codes text[], at timestamptz,
    request_id text default null
) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with judged as materialized (
        select case
                   when not functions.may(save_source.at, save_source.asker, 'manage_sources') then 'denied'
                   when save_source.feed is null and s.source_code is null then 'unknown_source'
                   when save_source.feed is not null and s.source_code is not null then 'source_exists'
                   when save_source.feed is not null
                        and not exists (select from core.source o where o.feed_code = save_source.feed) then 'unknown_feed'
                   else 'done'
               end as outcome
          from (select save_source.source as source_code) asked
          left join core.source s on s.source_code = asked.source_code
    ),
    made as (
        insert into core.source (source_code, feed_code, name, entry_code, is_any_agb, is_active, maintained_by)
        select save_source.source, save_source.feed, save_source.source_name, save_source.entry_code, save_source.is_any_agb, false, 'page'
          from judged
         where judged.outcome = 'done' and save_source.feed is not null
    ),
    changed as (
        update core.source s
           set name = save_source.source_name, entry_code = save_source.entry_code, is_any_agb = save_source.is_any_agb, maintained_by = 'page'
          from judged
         where judged.outcome = 'done' and save_source.feed is null and s.source_code = save_source.source
    ),
    gone as (
        delete from core.source_agb a
         using judged
         where judged.outcome = 'done' and a.source_code = save_source.source and a.agb_code <> all (save_source.agb_codes)
        returning a.agb_code
    ),
    kept_out as (
        insert into core.source_agb_withdrawn (source_code, agb_code)
        select save_source.source, gone.agb_code from gone
            on conflict do nothing
    ),
    let_in as (
        delete from core.source_agb_withdrawn w
         using judged
         where judged.outcome = 'done' and w.source_code = save_source.source and w.agb_code = any (save_source.agb_codes)
    ),
    given as (
        insert into core.source_agb (source_code, agb_code, maintained_by)
        select distinct save_source.source, code, 'page'
          from judged
         cross join unnest(save_source.agb_codes) code
         where judged.outcome = 'done'
            on conflict do nothing
    )
    select functions.told_of_source(
        at => save_source.at, asker => save_source.asker, source => save_source.source,
        event_type => case when save_source.feed is null then 'source_changed' else 'source_added' end,
        action => case when save_source.feed is null then 'U' else 'C' end, is_done => judged.outcome = 'done',
        otherwise => judged.outcome, request_id => save_source.request_id,
        detail => jsonb_strip_nulls(jsonb_build_object(
            'fields', jsonb_build_array('name', 'reports_for'), 'feed', left(save_source.feed, 40), 'is_any_agb', save_source.is_any_agb,
            'agb_codes', to_jsonb(save_source.agb_codes))))
      from judged;
end;
