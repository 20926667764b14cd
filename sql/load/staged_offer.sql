-- one row per staged capacity row with the offer it speaks of; offer_id is null while the offer is new to us
-- is_effective is false where another source counted this offer later: then that one stays what is shown.
create function load.staged_offer(delivery bigint)
returns table (line bigint, offer_id bigint, location_id bigint, provider_id bigint, is_effective boolean)
language sql stable security definer set search_path = ''
begin atomic
    select s.line, o.offer_id, li.location_id, pi.provider_id,
           not exists (
               select from core.capacity_current c
                where c.offer_id = o.offer_id and c.urgency_code = s.urgency_code and c.source_code <> d.source_code
                  and c.counted_at > s.counted_at)
      from raw.staged_capacity s
      join raw.delivery d on d.delivery_id = s.delivery_id
      left join core.location_identifier li on li.system_code = 'agb' and li.value = s.agb_location and li.valid_to is null
      left join core.provider_identifier pi on pi.system_code = 'agb' and pi.value = s.agb_provider and pi.valid_to is null
      left join core.offer o on o.location_id = li.location_id and o.care_pathway_code = s.care_pathway_code
           and o.diagnosis_group_code = s.diagnosis_group_code and o.age_from = s.age_from
           and o.age_to is not distinct from s.age_to and o.segment_code = s.segment_code
     where s.delivery_id = staged_offer.delivery;
end;
