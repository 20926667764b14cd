-- one row: what became of undoing a statement of one's own places: done, denied, too_late, changed_meanwhile, unknown
-- Undone is told: a new delivery with what stood there before. Twice is once.
-- audience: app_provider
create function act.undo_statement(asker bigint, statement bigint, at timestamptz, request_id text default null)
returns table (outcome_code text, statement_id bigint)
language sql volatile security definer set search_path = ''
begin atomic
    with wanted as materialized (
        select u.outcome_code, u.told, u.locations,
               not exists (select from unnest(u.locations) place
                            where not functions.is_own(undo_statement.at, undo_statement.asker, 'enter_own_places', place)) as is_own
          from functions.undo_told(undo_statement.at, undo_statement.statement) u
    ),
    done as materialized (
        select s.outcome_code, s.statement_id
          from wanted w
         cross join lateral functions.store_statement(
             at => undo_statement.at, locations => w.locations, told => w.told,
             idempotency_key => 'undo-' || undo_statement.statement, link => null, undoes => undo_statement.statement) s
         where w.is_own and w.outcome_code = 'open'
    ),
    ended as materialized (
        select coalesce((select d.outcome_code from done d),
                        (select case when not w.is_own then 'denied' else w.outcome_code end from wanted w), 'denied') as outcome_code
    )
    select e.outcome_code, (select d.statement_id from done d)
      from ended e
     where functions.record_event(
               at => undo_statement.at, account => undo_statement.asker, event_type => 'capacity_undone', action => 'U',
               outcome => functions.event_outcome(e.outcome_code),
               object_type => 'statement', object_id => undo_statement.statement::text, request_id => undo_statement.request_id,
               detail => jsonb_build_object('means', 'form', 'outcome', e.outcome_code)) > 0;
end;
