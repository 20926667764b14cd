-- put everything of one location under another and give the number of the merge; who may is the caller's to judge first
-- Its numbers (AGB, vestiging) become aliases of the survivor, so what is delivered under them later lands there. Of an offer that
-- both have the newer count is shown; criteria of which the survivor says nothing are taken over. The history follows.
-- after: keep_before_merge, offer_twins
create function functions.merge_location(gone bigint, kept bigint, at timestamptz) returns bigint
language sql volatile set search_path = ''
begin atomic
    insert into core.merge (kind_code, gone_id, kept_id, merged_at)
    values ('location', merge_location.gone, merge_location.kept, merge_location.at);
    select functions.keep_before_merge(m.merge_id, m.gone_id, m.kept_id)
      from core.merge m
     where m.kind_code = 'location' and m.gone_id = merge_location.gone and m.undone_at is null;

    update core.location_identifier i
       set location_id = merge_location.kept, is_alias = true
     where i.location_id = merge_location.gone;
    update core.source_location s set location_id = merge_location.kept where s.location_id = merge_location.gone;
    insert into core.location_municipality (location_id, municipality_code)
    select merge_location.kept, m.municipality_code
      from core.location_municipality m
     where m.location_id = merge_location.gone
        on conflict do nothing;
    delete from core.location_municipality m where m.location_id = merge_location.gone;
    update core.closure k
       set location_id = merge_location.kept,
           offer_id = coalesce((select t.twin_id from functions.offer_twins(merge_location.gone, merge_location.kept) t
                                 where t.offer_id = k.offer_id), k.offer_id)
     where k.location_id = merge_location.gone;

    -- offers that both have: history, what is shown now, calls, criteria
    delete from core.capacity_count h
     using functions.offer_twins(merge_location.gone, merge_location.kept) t, core.capacity_count c
     where h.offer_id = t.offer_id and c.offer_id = t.twin_id and c.urgency_code = h.urgency_code and c.counted_at = h.counted_at
       and c.delivery_id = h.delivery_id;
    update core.capacity_count h
       set offer_id = t.twin_id
      from functions.offer_twins(merge_location.gone, merge_location.kept) t
     where h.offer_id = t.offer_id;
    delete from core.capacity_current c
     using functions.offer_twins(merge_location.gone, merge_location.kept) t, core.capacity_current o
     where c.offer_id = t.twin_id and o.offer_id = t.offer_id and o.urgency_code = c.urgency_code and o.counted_at > c.counted_at;
    delete from core.capacity_current o
     using functions.offer_twins(merge_location.gone, merge_location.kept) t, core.capacity_current c
     where o.offer_id = t.offer_id and c.offer_id = t.twin_id and c.urgency_code = o.urgency_code;
    update core.capacity_current o
       set offer_id = t.twin_id
      from functions.offer_twins(merge_location.gone, merge_location.kept) t
     where o.offer_id = t.offer_id;
    delete from core.offer_exclusion x
     using functions.offer_twins(merge_location.gone, merge_location.kept) t, core.offer_exclusion own
     where x.offer_id = t.offer_id and own.offer_id = t.twin_id and own.criterion_code = x.criterion_code;
    update core.offer_exclusion x
       set offer_id = t.twin_id
      from functions.offer_twins(merge_location.gone, merge_location.kept) t
     where x.offer_id = t.offer_id;
    update core.call_outcome c
       set offer_id = t.twin_id
      from functions.offer_twins(merge_location.gone, merge_location.kept) t
     where c.offer_id = t.offer_id;
    update core.entered_capacity e
       set offer_id = t.twin_id
      from functions.offer_twins(merge_location.gone, merge_location.kept) t
     where e.offer_id = t.offer_id;
    delete from core.offer o
     using functions.offer_twins(merge_location.gone, merge_location.kept) t
     where o.offer_id = t.offer_id;

    update core.offer o set location_id = merge_location.kept where o.location_id = merge_location.gone;
    update core.location l set merged_into = merge_location.kept where l.location_id = merge_location.gone;
    select m.merge_id
      from core.merge m
     where m.kind_code = 'location' and m.gone_id = merge_location.gone and m.undone_at is null;
end;
