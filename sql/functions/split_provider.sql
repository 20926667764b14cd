-- undo a merge of two providers: its numbers, locations and contracts go back; gives the number of the merge
-- A location that has been merged itself since stays where it is.
create function functions.split_provider(merge bigint, at timestamptz) returns bigint
language sql volatile set search_path = ''
begin atomic
    update core.provider p
       set merged_into = null
      from core.merge m
     where m.merge_id = split_provider.merge and p.provider_id = m.gone_id;
    update core.provider_identifier i
       set provider_id = (r.before ->> 'provider_id')::bigint, is_alias = (r.before ->> 'is_alias')::boolean
      from core.merged_row r
     where r.merge_id = split_provider.merge and r.table_name = 'provider_identifier' and i.system_code = r.before ->> 'system_code'
       and i.value = r.before ->> 'value' and i.valid_from = (r.before ->> 'valid_from')::date;
    update core.location l
       set provider_id = m.gone_id
      from core.merge m
      join core.merged_row r on r.merge_id = m.merge_id and r.table_name = 'location'
     where m.merge_id = split_provider.merge and l.location_id = (r.before ->> 'location_id')::bigint and l.provider_id = m.kept_id;
    delete from core.contract c
     using core.merge m, core.merged_row r
     where m.merge_id = split_provider.merge and c.provider_id = m.kept_id and r.merge_id = m.merge_id and r.table_name = 'contract'
       and c.concern_code = r.before ->> 'concern_code' and c.contract_year = (r.before ->> 'contract_year')::smallint
       and c.delivery_id = (r.before ->> 'delivery_id')::bigint and c.line = (r.before ->> 'line')::bigint;
    insert into core.contract
    select (jsonb_populate_record(null::core.contract, r.before)).*
      from core.merged_row r
     where r.merge_id = split_provider.merge and r.table_name = 'contract'
        on conflict do nothing;
    update core.merge m set undone_at = split_provider.at where m.merge_id = split_provider.merge returning m.merge_id;
end;
