-- add up, for a day, in how many lists of free places offers stood where they fitted, and in how many among the first ten
-- counts: {offer: [lists, lists among the first ten]}, gathered by a web process over a minute. Nothing of who asked, or what.
-- audience: app_session
create function act.note_shown(shown_on date, counts jsonb) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    with added as (
        insert into core.shown_count as s (offer_id, shown_on, list_count, top_count)
        select o.offer_id, note_shown.shown_on, (told.value ->> 0)::integer, (told.value ->> 1)::integer
          from jsonb_each(note_shown.counts) told
          join core.offer o on o.offer_id = told.key::bigint
         order by o.offer_id
            on conflict (offer_id, shown_on) do update
           set list_count = s.list_count + excluded.list_count, top_count = s.top_count + excluded.top_count
        returning offer_id
    )
    select count(*) from added;
end;
