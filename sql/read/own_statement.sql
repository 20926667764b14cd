-- one row per place of the newest statement of the asker's own places, or of the one asked for, and how far it is; of the last day
-- Nothing of a statement that tells of a place of somebody else.
-- audience: app_provider
create function read.own_statement(as_of timestamptz, asker bigint, statement bigint default null) returns table (
    statement_id bigint, made_at timestamptz, is_undo boolean, is_undone boolean, offer_id bigint, urgency_code text, told jsonb,
    told_before jsonb, state_code text, sentence_nl text, refusals jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select found.*
      from (select s.statement_id
              from core.statement s
             where s.made_at <= own_statement.as_of and s.made_at > own_statement.as_of - interval '1 day'
               and (own_statement.statement is null or s.statement_id = own_statement.statement)
               and not exists (
                   select from core.entered_capacity e
                     join core.offer o on o.offer_id = e.offer_id
                    where e.statement_id = s.statement_id
                      and not functions.is_own(own_statement.as_of, own_statement.asker, 'enter_own_places', o.location_id))
             order by s.statement_id desc
             limit 1) newest
     cross join lateral functions.statement_state(newest.statement_id) found;
end;
