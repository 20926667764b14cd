-- put everything of one provider under another and give the number of the merge; who may is the caller's to judge first
-- Its locations and numbers go over; a contract of which both tell is the one that was delivered last.
create function functions.merge_provider(gone bigint, kept bigint, at timestamptz) returns bigint
language sql volatile set search_path = ''
begin atomic
    insert into core.merge (kind_code, gone_id, kept_id, merged_at)
    values ('provider', merge_provider.gone, merge_provider.kept, merge_provider.at);
    insert into core.merged_row (merge_id, table_name, before)
    select m.merge_id, found.table_name, found.before
      from core.merge m,
           lateral (
               select 'provider_identifier' as table_name, to_jsonb(i) as before
                 from core.provider_identifier i where i.provider_id = m.gone_id
               union all
               select 'location', jsonb_build_object('location_id', l.location_id) from core.location l where l.provider_id = m.gone_id
               union all
               select 'contract', to_jsonb(c) from core.contract c where c.provider_id in (m.gone_id, m.kept_id)) found
     where m.kind_code = 'provider' and m.gone_id = merge_provider.gone and m.undone_at is null;

    update core.provider_identifier i set provider_id = merge_provider.kept, is_alias = true where i.provider_id = merge_provider.gone;
    update core.location l set provider_id = merge_provider.kept where l.provider_id = merge_provider.gone;
    delete from core.contract c
     using core.contract o
     where c.provider_id = merge_provider.kept and o.provider_id = merge_provider.gone and o.concern_code = c.concern_code
       and o.contract_year = c.contract_year and o.delivery_id > c.delivery_id;
    delete from core.contract o
     using core.contract c
     where c.provider_id = merge_provider.kept and o.provider_id = merge_provider.gone and o.concern_code = c.concern_code
       and o.contract_year = c.contract_year;
    update core.contract o set provider_id = merge_provider.kept where o.provider_id = merge_provider.gone;
    update core.provider p set merged_into = merge_provider.kept where p.provider_id = merge_provider.gone;
    select m.merge_id
      from core.merge m
     where m.kind_code = 'provider' and m.gone_id = merge_provider.gone and m.undone_at is null;
end;
