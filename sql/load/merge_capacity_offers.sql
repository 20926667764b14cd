-- merge what a delivery of places says of its offers: what they are, whom they exclude, contracts, and stops
-- after: resolve_capacity, staged_closure
create function load.merge_capacity_offers(delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    insert into core.offer as o (
        location_id, care_pathway_code, diagnosis_group_code, age_from, age_to, segment_code, entry_route_codes, responsible_code,
        waiting_phone, languages, is_remote, referral_product_name, source_code, delivery_id, line
    )
    select distinct on (i.location_id, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.age_to, s.segment_code)
           i.location_id, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.age_to, s.segment_code,
           coalesce(s.entry_route_codes, '{}'), coalesce(s.responsible_code, 'unknown'), s.waiting_phone, coalesce(s.languages, '{}'),
           s.is_remote, s.referral_product_name, d.source_code, delivery, s.line
      from raw.staged_capacity s
      join raw.delivery d on d.delivery_id = s.delivery_id
      join core.location_identifier i on i.system_code = 'agb' and i.value = s.agb_location and i.valid_to is null
     where s.delivery_id = delivery and s.is_effective is not false
     order by i.location_id, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.age_to, s.segment_code, s.line
        on conflict (location_id, care_pathway_code, diagnosis_group_code, age_from, age_to, segment_code) do update
       set entry_route_codes = excluded.entry_route_codes, responsible_code = excluded.responsible_code,
           waiting_phone = excluded.waiting_phone, languages = excluded.languages, is_remote = excluded.is_remote,
           referral_product_name = excluded.referral_product_name, source_code = excluded.source_code,
           delivery_id = excluded.delivery_id, line = excluded.line;

    select load.resolve_capacity(delivery);

    -- exclusions: what the delivery no longer speaks of is unknown again
    delete from core.offer_exclusion x
     using raw.staged_capacity s
     where s.delivery_id = delivery and x.offer_id = s.offer_id and s.is_effective and not s.exclusions ? x.criterion_code;
    insert into core.offer_exclusion as x (offer_id, criterion_code, value_code, reason, valid_to, delivery_id, line)
    select distinct on (s.offer_id, e.key) s.offer_id, e.key, e.value, s.exclusion_reason, s.exclusion_valid_to, delivery, s.line
      from raw.staged_capacity s
     cross join lateral jsonb_each_text(s.exclusions) e
     where s.delivery_id = delivery and s.is_effective
     order by s.offer_id, e.key, s.line
        on conflict (offer_id, criterion_code) do update
       set value_code = excluded.value_code, reason = excluded.reason, valid_to = excluded.valid_to,
           delivery_id = excluded.delivery_id, line = excluded.line
     where (x.value_code, x.reason, x.valid_to) is distinct from (excluded.value_code, excluded.reason, excluded.valid_to);

    insert into core.contract as k (provider_id, concern_code, contract_year, value_code, is_ceiling_reached, delivery_id, line)
    select distinct on (s.provider_id, c.key, extract(year from s.counted_at))
           s.provider_id, c.key, extract(year from s.counted_at)::smallint,
           case c.value when 'ceiling' then 'yes' else c.value end, c.value = 'ceiling', delivery, s.line
      from raw.staged_capacity s
     cross join lateral jsonb_each_text(s.contracts) c
     where s.delivery_id = delivery and s.is_effective
     order by s.provider_id, c.key, extract(year from s.counted_at), s.line
        on conflict (provider_id, concern_code, contract_year) do update
       set value_code = excluded.value_code, is_ceiling_reached = excluded.is_ceiling_reached, delivery_id = excluded.delivery_id,
           line = excluded.line
     where (k.value_code, k.is_ceiling_reached) is distinct from (excluded.value_code, excluded.is_ceiling_reached);

    -- closures: one that is told again stays as it was; one no longer told is withdrawn, and so is what another source
    -- said of an offer that this one now speaks for
    update core.closure k
       set withdrawn_by = delivery
      from raw.delivery d
     where d.delivery_id = delivery and k.withdrawn_by is null
       and ((k.source_code = d.source_code and not exists (
               select from core.source so where so.source_code = d.source_code and so.is_partial)) or k.offer_id in (
           select s.offer_id from raw.staged_capacity s where s.delivery_id = delivery and s.is_effective))
       and not exists (select from load.staged_closure(delivery) sc
                        where k.source_code = d.source_code and sc.offer_id = k.offer_id and sc.concern_code is not distinct from k.concern_code
                          and sc.reason_code = k.reason_code and sc.until_on is not distinct from k.until_on
                          and coalesce(sc.from_on, k.from_on) = k.from_on);
    insert into core.closure (location_id, offer_id, concern_code, reason_code, from_on, until_on, source_code, delivery_id, line)
    select sc.location_id, sc.offer_id, sc.concern_code, sc.reason_code,
           least(coalesce(sc.from_on, sc.counted_on), coalesce(sc.until_on, sc.from_on, sc.counted_on)), sc.until_on, d.source_code, delivery, sc.line
      from load.staged_closure(delivery) sc
      join raw.delivery d on d.delivery_id = delivery
     where not exists (select from core.closure k
                        where k.offer_id = sc.offer_id and k.concern_code is not distinct from sc.concern_code and k.withdrawn_by is null
                          and k.reason_code = sc.reason_code and k.until_on is not distinct from sc.until_on
                          and k.source_code = d.source_code);
end;
