-- merge the staged rows of a delivery into directory, offers, closures, history and current state
-- All of a source's current state comes from this delivery afterwards; what it does not name becomes unknown, unless the
-- source is partial: then that stays as it was.
-- after: resolve_capacity, staged_closure, staged_count, ensure_month
create function load.apply_capacity(delivery bigint, applied_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    -- providers and locations, by AGB code
    with named as (
        select distinct on (s.agb_provider) s.agb_provider, s.provider_name, coalesce(s.size_code, 'unknown') as size_code, so.is_fictional
          from raw.staged_capacity s
          join raw.delivery d on d.delivery_id = s.delivery_id
          join core.source so on so.source_code = d.source_code
         where s.delivery_id = delivery and s.provider_id is null
         order by s.agb_provider, s.line
    ),
    numbered as (select nextval('core.provider_provider_id_seq') as provider_id, named.* from named),
    made as (
        insert into core.provider (provider_id, name, size_code, is_fictional) overriding system value
        select provider_id, provider_name, size_code, is_fictional from numbered
    )
    insert into core.provider_identifier (provider_id, system_code, value, valid_from)
    select provider_id, 'agb', agb_provider, applied_at::date from numbered;

    insert into core.provider_former (provider_id, ended_at, name, delivery_id)
    select distinct p.provider_id, apply_capacity.applied_at, p.name, apply_capacity.delivery
      from raw.staged_capacity s
      join core.provider_identifier i on i.system_code = 'agb' and i.value = s.agb_provider and i.valid_to is null and not i.is_alias
      join core.provider p on p.provider_id = i.provider_id
     where s.delivery_id = delivery and p.name <> s.provider_name
        on conflict do nothing;
    update core.provider p
       set name = s.provider_name, size_code = coalesce(s.size_code, p.size_code)
      from (select distinct on (agb_provider) * from raw.staged_capacity where delivery_id = delivery order by agb_provider, line) s
      join core.provider_identifier i on i.system_code = 'agb' and i.value = s.agb_provider and i.valid_to is null and not i.is_alias
     where p.provider_id = i.provider_id and (p.name, p.size_code) is distinct from (s.provider_name, coalesce(s.size_code, p.size_code));

    with named as (
        select distinct on (s.agb_location) s.agb_location, s.location_name, s.postcode4, s.postcode6, s.place_name, s.phone,
               s.consult_phone, s.consult_hours, pi.provider_id
          from raw.staged_capacity s
          join core.provider_identifier pi on pi.system_code = 'agb' and pi.value = s.agb_provider and pi.valid_to is null
         where s.delivery_id = delivery and s.location_id is null
         order by s.agb_location, s.line
    ),
    numbered as (select nextval('core.location_location_id_seq') as location_id, named.* from named),
    made as (
        insert into core.location (location_id, provider_id, name, postcode4, postcode6, place_name, phone, consult_phone, consult_hours)
        overriding system value
        select location_id, provider_id, location_name, postcode4, postcode6, place_name, phone, consult_phone, consult_hours from numbered
    )
    insert into core.location_identifier (location_id, system_code, value, valid_from)
    select location_id, 'agb', agb_location, applied_at::date from numbered;

    insert into core.location_former (location_id, ended_at, provider_id, name, postcode4, postcode6, place_name, delivery_id)
    select distinct l.location_id, apply_capacity.applied_at, l.provider_id, l.name, l.postcode4, l.postcode6, l.place_name, apply_capacity.delivery
      from raw.staged_capacity s
      join core.location_identifier i on i.system_code = 'agb' and i.value = s.agb_location and i.valid_to is null and not i.is_alias
      join core.provider_identifier pi on pi.system_code = 'agb' and pi.value = s.agb_provider and pi.valid_to is null
      join core.location l on l.location_id = i.location_id
     where s.delivery_id = delivery
       and (l.provider_id, l.name, l.postcode4, l.postcode6, l.place_name)
           is distinct from (pi.provider_id, s.location_name, s.postcode4, s.postcode6, s.place_name)
        on conflict do nothing;
    update core.location l
       set provider_id = pi.provider_id, name = s.location_name, postcode4 = s.postcode4, postcode6 = s.postcode6, place_name = s.place_name,
           phone = s.phone, consult_phone = s.consult_phone, consult_hours = s.consult_hours
      from (select distinct on (agb_location) * from raw.staged_capacity where delivery_id = delivery order by agb_location, line) s
      join core.location_identifier i on i.system_code = 'agb' and i.value = s.agb_location and i.valid_to is null and not i.is_alias
      join core.provider_identifier pi on pi.system_code = 'agb' and pi.value = s.agb_provider and pi.valid_to is null
     where l.location_id = i.location_id
       and (l.provider_id, l.name, l.postcode4, l.postcode6, l.place_name, l.phone, l.consult_phone, l.consult_hours)
           is distinct from
           (pi.provider_id, s.location_name, s.postcode4, s.postcode6, s.place_name, s.phone, s.consult_phone, s.consult_hours);

    -- waits that came before the location was known find it now
    update core.source_location sl
       set location_id = i.location_id, matched_by = 'agb', matched_at = applied_at
      from raw.staged_capacity s
      join core.location_identifier i on i.system_code = 'agb' and i.value = s.agb_location and i.valid_to is null
     where s.delivery_id = delivery and sl.location_id is null and sl.agb_code = s.agb_location;

    select load.resolve_capacity(delivery);
    insert into core.offer as o (
        location_id, care_pathway_code, diagnosis_group_code, age_from, age_to, segment_code, entry_route_codes, responsible_code,
        waiting_phone, languages, is_remote, referral_product_name, source_code, delivery_id, line
    )
    select distinct on (s.location_id, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.age_to, s.segment_code)
           s.location_id, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.age_to, s.segment_code,
           coalesce(s.entry_route_codes, '{}'), coalesce(s.responsible_code, 'unknown'), s.waiting_phone, coalesce(s.languages, '{}'),
           s.is_remote, s.referral_product_name, d.source_code, delivery, s.line
      from raw.staged_capacity s
      join raw.delivery d on d.delivery_id = s.delivery_id
     where s.delivery_id = delivery and s.is_effective
     order by s.location_id, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.age_to, s.segment_code, s.line
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

    -- history
    select load.ensure_month('capacity_count', months.month)
      from (select distinct date_trunc('month', s.counted_at at time zone 'UTC')::date as month
              from raw.staged_capacity s where s.delivery_id = delivery) months;
    insert into core.capacity_count (
        offer_id, urgency_code, counted_at, delivery_id, line, free_count, total_count, reserved_count, expected_7_count,
        expected_14_count, expected_28_count, first_on, expires_at
    )
    select c.offer_id, c.urgency_code, c.counted_at, delivery, c.line, c.free_count, c.total_count, c.reserved_count,
           c.expected_7_count, c.expected_14_count, c.expected_28_count, c.first_on, c.expires_at
      from load.staged_count(delivery) c;

    -- current state: the newer count wins where two sources speak of one offer
    insert into core.capacity_current as now_shown (
        offer_id, urgency_code, counted_at, delivery_id, line, source_code, free_count, total_count, reserved_count,
        expected_7_count, expected_14_count, expected_28_count, first_on, expires_at
    )
    select c.offer_id, c.urgency_code, c.counted_at, delivery, c.line, d.source_code, c.free_count, c.total_count, c.reserved_count,
           c.expected_7_count, c.expected_14_count, c.expected_28_count, c.first_on, c.expires_at
      from load.staged_count(delivery) c
      join raw.delivery d on d.delivery_id = delivery
        on conflict (offer_id, urgency_code) do update
       set counted_at = excluded.counted_at, delivery_id = excluded.delivery_id, line = excluded.line,
           source_code = excluded.source_code, free_count = excluded.free_count, total_count = excluded.total_count,
           reserved_count = excluded.reserved_count, expected_7_count = excluded.expected_7_count,
           expected_14_count = excluded.expected_14_count, expected_28_count = excluded.expected_28_count,
           first_on = excluded.first_on, expires_at = excluded.expires_at, blank_code = null, blank_delivery_id = null
     where now_shown.source_code = excluded.source_code or now_shown.counted_at <= excluded.counted_at;
    update core.capacity_current c
       set blank_code = 'absent', blank_delivery_id = delivery
      from raw.delivery d
     where d.delivery_id = delivery and c.source_code = d.source_code and c.delivery_id <> delivery
       and c.blank_code is distinct from 'absent'
       and not exists (select from core.source so where so.source_code = d.source_code and so.is_partial);
end;
