-- find whom and what each staged row speaks of, for the rows where that is not known yet; a row that is all new stays as it is
-- is_effective is false where another source counted the offer later: then that one stays what is shown.
create function load.resolve_capacity(delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.staged_capacity s
       set provider_id = found.provider_id, location_id = found.location_id, offer_id = found.offer_id,
           is_effective = found.is_effective
      from (
          select t.line, pi.provider_id, li.location_id, o.offer_id,
                 not exists (
                     select from core.capacity_current c
                      where c.offer_id = o.offer_id and c.urgency_code = t.urgency_code and c.source_code <> d.source_code
                        and c.counted_at > t.counted_at) as is_effective
            from raw.staged_capacity t
            join raw.delivery d on d.delivery_id = t.delivery_id
            left join core.provider_identifier pi on pi.system_code = 'agb' and pi.value = t.agb_provider and pi.valid_to is null
            left join core.location_identifier li on li.system_code = 'agb' and li.value = t.agb_location and li.valid_to is null
            left join core.offer o on o.location_id = li.location_id and o.care_pathway_code = t.care_pathway_code
                 and o.diagnosis_group_code = t.diagnosis_group_code and o.age_from = t.age_from
                 and o.age_to is not distinct from t.age_to and o.segment_code = t.segment_code
           where t.delivery_id = delivery and t.offer_id is null
      ) found
     where s.delivery_id = delivery and s.line = found.line
       and (found.provider_id is not null or found.location_id is not null);
end;
