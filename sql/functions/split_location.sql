-- undo a merge of two locations: what it moved goes back, what it took away is there again; gives the number of the merge
-- What came in between under the old number stays with the survivor until the next delivery names it. Only the newest merge into
-- a survivor can be undone: the caller judges that first.
create function functions.split_location(merge bigint, at timestamptz) returns bigint
language sql volatile set search_path = ''
begin atomic
    update core.location l
       set merged_into = null
      from core.merge m
     where m.merge_id = split_location.merge and l.location_id = m.gone_id;

    insert into core.offer overriding system value
    select (jsonb_populate_record(null::core.offer, r.before - 'twin_id')).*
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'offer_twin';
    update core.offer o
       set location_id = m.gone_id
      from core.merge m
      join core.merged_row r on r.merge_id = m.merge_id and r.table_name = 'offer'
     where m.merge_id = split_location.merge and o.offer_id = (r.before ->> 'offer_id')::bigint;

    update core.capacity_count c
       set offer_id = (r.before ->> 'offer_id')::bigint
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'capacity_count' and c.offer_id = (r.before ->> 'twin_id')::bigint
       and c.urgency_code = r.before ->> 'urgency_code' and c.counted_at = (r.before ->> 'counted_at')::timestamptz
       and c.delivery_id = (r.before ->> 'delivery_id')::bigint;
    insert into core.capacity_count
    select (jsonb_populate_record(null::core.capacity_count, r.before - 'twin_id')).*
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'capacity_count_taken'
        on conflict do nothing;

    -- what is shown: as it was, unless a later delivery told of it since
    delete from core.capacity_current c
     using core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'capacity_current' and c.urgency_code = r.before ->> 'urgency_code'
       and c.delivery_id = (r.before ->> 'delivery_id')::bigint and c.line = (r.before ->> 'line')::bigint
       and c.counted_at = (r.before ->> 'counted_at')::timestamptz;
    insert into core.capacity_current
    select (jsonb_populate_record(null::core.capacity_current, r.before)).*
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'capacity_current'
        on conflict do nothing;
    delete from core.offer_exclusion x
     using core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'offer_exclusion' and x.criterion_code = r.before ->> 'criterion_code'
       and x.delivery_id = (r.before ->> 'delivery_id')::bigint and x.line = (r.before ->> 'line')::bigint;
    insert into core.offer_exclusion
    select (jsonb_populate_record(null::core.offer_exclusion, r.before)).*
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'offer_exclusion'
        on conflict do nothing;

    update core.call_outcome c
       set offer_id = (r.before ->> 'offer_id')::bigint
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'call_outcome'
       and c.call_outcome_id = (r.before ->> 'call_outcome_id')::bigint;
    update core.entered_capacity e
       set offer_id = (r.before ->> 'offer_id')::bigint
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'entered_capacity'
       and e.receipt_id = (r.before ->> 'receipt_id')::bigint;
    update core.closure k
       set location_id = (r.before ->> 'location_id')::bigint, offer_id = (r.before ->> 'offer_id')::bigint
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'closure' and k.closure_id = (r.before ->> 'closure_id')::bigint;

    update core.location_identifier i
       set location_id = (r.before ->> 'location_id')::bigint, is_alias = (r.before ->> 'is_alias')::boolean
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'location_identifier' and i.system_code = r.before ->> 'system_code'
       and i.value = r.before ->> 'value' and i.valid_from = (r.before ->> 'valid_from')::date;
    update core.source_location s
       set location_id = (r.before ->> 'location_id')::bigint
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'source_location'
       and s.source_location_id = (r.before ->> 'source_location_id')::bigint;
    delete from core.location_municipality l
     using core.merge m, core.merged_row r
     where m.merge_id = split_location.merge and l.location_id = m.kept_id and r.merge_id = m.merge_id
       and r.table_name = 'location_municipality' and l.municipality_code = r.before ->> 'municipality_code';
    insert into core.location_municipality
    select (jsonb_populate_record(null::core.location_municipality, r.before)).*
      from core.merged_row r
     where r.merge_id = split_location.merge and r.table_name = 'location_municipality'
        on conflict do nothing;

    update core.merge m set undone_at = split_location.at where m.merge_id = split_location.merge returning m.merge_id;
end;
