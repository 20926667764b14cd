-- one row: what became of a statement made with a link of a mail: done, or why not: unknown_link, expired_link, used_link, and as functions.store_statement
-- told as act.save_statement has it, of the link's own location only; null is "unchanged": all of that location is told again as it
-- was last told. One statement per link: then it is used. The same key again is answered as the first time.
-- audience: app_session
create function act.save_by_link(token_sha256 text, told jsonb, idempotency_key text, at timestamptz, request_id text default null)
returns table (outcome_code text, statement_id bigint, conflicts jsonb)
language sql volatile security definer set search_path = ''
begin atomic
    select from ops.statement_link l where l.token_sha256 = save_by_link.token_sha256 for update;
    with link as materialized (
        select k.* from functions.link_state(save_by_link.at, save_by_link.token_sha256) k
    ),
    done as materialized (
        select s.*
          from link k
         cross join lateral functions.store_statement(
             at => save_by_link.at, locations => array[k.location_id],
             told => case when k.state_code <> 'open' then '[]'
                          else coalesce(save_by_link.told, (
                              select jsonb_agg(o.told || jsonb_build_object('offer_id', o.offer_id, 'urgency_code', o.urgency_code, 'version', o.version))
                                from functions.stated_offers(save_by_link.at, array[k.location_id]) o), '[]') end,
             idempotency_key => 'link-' || k.link_id || '.' || left(save_by_link.idempotency_key, 60), link => k.link_id, undoes => null) s
         where k.link_id is not null
    ),
    spent as (
        update ops.statement_link l
           set used_at = save_by_link.at
          from link k, done d
         where l.link_id = k.link_id and k.state_code = 'open' and d.outcome_code = 'done'
        returning l.link_id
    ),
    ended as materialized (
        select k.link_id, k.location_id, d.statement_id, d.conflicts,
               case when d.outcome_code = 'done' or k.state_code = 'open' then d.outcome_code else k.state_code || '_link' end as outcome_code
          from link k
          left join done d on true
          left join spent on true
    )
    select e.outcome_code, case when e.outcome_code = 'done' then e.statement_id end, e.conflicts
      from ended e
     where functions.record_event(
               at => save_by_link.at, account => null, event_type => 'capacity_entered', action => 'C',
               outcome => case e.outcome_code when 'done' then 'success' when 'denied' then 'refused' when 'used_link' then 'refused'
                                              when 'expired_link' then 'refused' when 'unknown_link' then 'refused' else 'failed' end,
               object_type => 'statement', object_id => e.statement_id::text, request_id => save_by_link.request_id,
               detail => jsonb_strip_nulls(jsonb_build_object('means', 'link', 'link', e.link_id, 'location', e.location_id, 'outcome', e.outcome_code))) > 0;
end;
