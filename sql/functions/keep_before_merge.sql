-- keep every row that merging a location into another will move, change or take away, as it is now; how many those are
-- A count that both tell for one moment of one delivery has no room under the survivor: it is kept here alone.
-- after: offer_twins
create function functions.keep_before_merge(merge bigint, gone bigint, kept bigint) returns bigint
language sql volatile set search_path = ''
begin atomic
    with twins as materialized (select t.offer_id, t.twin_id from functions.offer_twins(keep_before_merge.gone, keep_before_merge.kept) t),
    saved as (
        insert into core.merged_row (merge_id, table_name, before)
        select keep_before_merge.merge, found.table_name, found.before
          from (
              select 'location_identifier' as table_name, to_jsonb(i) as before
                from core.location_identifier i where i.location_id = keep_before_merge.gone
              union all
              select 'source_location', to_jsonb(s) from core.source_location s where s.location_id = keep_before_merge.gone
              union all
              select 'location_municipality', to_jsonb(m)
                from core.location_municipality m where m.location_id in (keep_before_merge.gone, keep_before_merge.kept)
              union all
              select 'closure', to_jsonb(k) from core.closure k where k.location_id = keep_before_merge.gone
              union all
              select case when t.twin_id is null then 'offer' else 'offer_twin' end,
                     to_jsonb(o) || jsonb_build_object('twin_id', t.twin_id)
                from core.offer o left join twins t on t.offer_id = o.offer_id where o.location_id = keep_before_merge.gone
              union all
              select case when exists (
                         select from core.capacity_count c
                          where c.offer_id = t.twin_id and c.urgency_code = h.urgency_code and c.counted_at = h.counted_at
                            and c.delivery_id = h.delivery_id) then 'capacity_count_taken' else 'capacity_count' end,
                     to_jsonb(h) || jsonb_build_object('twin_id', t.twin_id)
                from twins t join core.capacity_count h on h.offer_id = t.offer_id
              union all
              select 'capacity_current', to_jsonb(c)
                from twins t join core.capacity_current c on c.offer_id in (t.offer_id, t.twin_id)
              union all
              select 'offer_exclusion', to_jsonb(x)
                from twins t join core.offer_exclusion x on x.offer_id in (t.offer_id, t.twin_id)
              union all
              select 'call_outcome', to_jsonb(c) from twins t join core.call_outcome c on c.offer_id = t.offer_id
              union all
              select 'entered_capacity', to_jsonb(e) from twins t join core.entered_capacity e on e.offer_id = t.offer_id
          ) found
        returning row_number
    )
    select count(*) from saved;
end;
