-- one row: what became of undoing the one statement that was made with a link of a mail; as act.undo_statement, and unknown_link
-- audience: app_session
create function act.undo_by_link(token_sha256 text, at timestamptz, request_id text default null) returns table (outcome_code text, statement_id bigint)
language sql volatile security definer set search_path = ''
begin atomic
    with link as materialized (
        select k.link_id, k.location_id, s.statement_id
          from functions.link_state(undo_by_link.at, undo_by_link.token_sha256) k
          join core.statement s on s.link_id = k.link_id and s.undoes is null
    ),
    done as materialized (
        select s.outcome_code, s.statement_id
          from link k
         cross join lateral functions.undo_told(undo_by_link.at, k.statement_id) u
         cross join lateral functions.store_statement(
             at => undo_by_link.at, locations => array[k.location_id], told => u.told,
             idempotency_key => 'undo-' || k.statement_id, link => null, undoes => k.statement_id) s
         where u.outcome_code = 'open'
    ),
    ended as materialized (
        select coalesce((select d.outcome_code from done d),
                        (select u.outcome_code from link k cross join lateral functions.undo_told(undo_by_link.at, k.statement_id) u),
                        'unknown_link') as outcome_code
    )
    select e.outcome_code, (select d.statement_id from done d)
      from ended e
     where functions.record_event(
               at => undo_by_link.at, account => null, event_type => 'capacity_undone', action => 'U',
               outcome => case e.outcome_code when 'done' then 'success' when 'unknown_link' then 'refused' else 'failed' end,
               object_type => 'statement', object_id => (select k.statement_id::text from link k), request_id => undo_by_link.request_id,
               detail => jsonb_strip_nulls(jsonb_build_object('means', 'link', 'link', (select k.link_id from link k), 'outcome', e.outcome_code))) > 0;
end;
