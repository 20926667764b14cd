-- take away stops and calls that were over before a moment, agendas frozen and places shown before it, and links never used; how many rows
-- Invitations that ended or lapsed before it go too, with what was filled in.
-- A link with which a statement was made stays with that statement.
create function load.tidy_closed(before timestamptz) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    delete from core.shown_count n where n.shown_on < (tidy_closed.before at time zone 'Europe/Amsterdam')::date;
    delete from ops.statement_link k
     where k.expires_at < tidy_closed.before and not exists (select from core.statement s where s.link_id = k.link_id);
    delete from ops.application_step s
     using ops.invitation i
     where i.invitation_id = s.invitation_id and i.state_at < tidy_closed.before and coalesce(i.expires_at, i.state_at) < tidy_closed.before
       and i.state_code <> 'submitted';
    delete from ops.invitation i
     where i.state_at < tidy_closed.before and coalesce(i.expires_at, i.state_at) < tidy_closed.before and i.state_code <> 'submitted'
       and not exists (select from ops.application_step s where s.invitation_id = i.invitation_id);
    with stops as (
        delete from core.closure c
         where c.until_on < (tidy_closed.before at time zone 'Europe/Amsterdam')::date
            or exists (select from raw.delivery d where d.delivery_id = c.withdrawn_by and d.received_at < tidy_closed.before)
        returning 1
    ), calls as (
        delete from core.call_outcome o where coalesce(o.handled_at, o.called_at) < tidy_closed.before returning 1
    ),
    agendas as (
        delete from core.agenda a where a.frozen_at < tidy_closed.before returning 1
    )
    select (select count(*) from stops) + (select count(*) from calls) + (select count(*) from agendas);
end;
