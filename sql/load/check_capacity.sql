-- refuse the staged rows that break a rule or use an unknown code
-- A row under the number of a location that was merged is refused where the delivery tells the same offer of the survivor too.
-- `headers` maps a column of raw.staged_capacity to the name its sender knows it by.
create function load.check_capacity(delivery bigint, at timestamptz, headers jsonb) returns void
language sql security definer set search_path = ''
begin atomic
    insert into raw.refused_row (delivery_id, line, column_name, refusal_code, value_excerpt)
    select delivery, s.line, coalesce(headers ->> rule.column_name, rule.column_name), rule.refusal_code, left(rule.value, 200)
      from raw.staged_capacity s
      join raw.delivery d on d.delivery_id = s.delivery_id
      join core.source so on so.source_code = d.source_code
      left join core.care_pathway p on p.care_pathway_code = s.care_pathway_code and p.valid_from <= s.counted_at::date
           and (p.valid_to is null or p.valid_to > s.counted_at::date)
      left join core.diagnosis_group g on g.diagnosis_group_code = s.diagnosis_group_code
      left join core.urgency u on u.urgency_code = s.urgency_code
      left join core.postcode pc on pc.postcode4 = s.postcode4
      left join core.location_identifier li on li.system_code = 'agb' and li.value = s.agb_location and li.valid_to is null
     -- a rule is a query: its value is made only where it is broken
     cross join lateral (
         select 'agb_location' as column_name, 'not_authorised_for_agb' as refusal_code, s.agb_location as value
          where not so.is_any_agb and not exists (
                   select from core.source_agb a
                    where a.source_code = so.source_code and a.agb_code in (s.agb_location, s.agb_provider))
         union all
         -- by case: `null and exists ...` would look through the whole delivery for each row of a new location
         select 'agb_location', 'merged_double', s.agb_location
          where case when li.is_alias then exists (
                   select from raw.staged_capacity t
                     join core.location_identifier ti on ti.system_code = 'agb' and ti.value = t.agb_location and ti.valid_to is null
                    where t.delivery_id = s.delivery_id and ti.location_id = li.location_id and ti.value <> li.value
                      and (not ti.is_alias or ti.value < li.value) and t.care_pathway_code = s.care_pathway_code
                      and t.diagnosis_group_code = s.diagnosis_group_code and t.age_from = s.age_from and t.age_to is not distinct from s.age_to
                      and t.segment_code = s.segment_code and t.urgency_code = s.urgency_code) else false end
         union all
         select 'postcode4', 'unknown_postcode', s.postcode4
          where s.postcode4 is not null and pc.postcode4 is null
         union all
         select 'care_pathway_code', 'unknown_pathway', s.care_pathway_code
          where p.care_pathway_code is null
         union all
         select 'care_pathway_code', 'pathway_without_places', s.care_pathway_code
          where not p.has_places
         union all
         select 'diagnosis_group_code', 'unknown_group', s.diagnosis_group_code
          where g.diagnosis_group_code is null
         union all
         select 'diagnosis_group_code', 'group_not_valid_then', s.diagnosis_group_code
          where g.valid_from > s.counted_at::date or g.valid_to <= s.counted_at::date
         union all
         select 'urgency_code', 'unknown_urgency', s.urgency_code
          where u.urgency_code is null
         union all
         select 'urgency_code', 'urgency_without_places', s.urgency_code
          where not u.has_places
         union all
         select 'segment_code', 'unknown_segment', s.segment_code
          where s.segment_code not in ('gb-ggz', 's-ggz', 'social')
         union all
         select 'age_to', 'age_range', s.age_from || '-' || s.age_to
          where s.age_from > s.age_to or greatest(s.age_from, s.age_to) > 120
         union all
         select 'entry_route_codes', 'unknown_route', array_to_string(s.entry_route_codes, '|')
          where exists (select from unnest(s.entry_route_codes) code where code not in (select route_code from core.entry_route))
         union all
         select 'contracts', 'unknown_concern', s.contracts::text
          where exists (select from jsonb_object_keys(s.contracts) code where code not in (select concern_code from core.insurer_concern))
         union all
         select 'stop_concern_codes', 'unknown_concern', array_to_string(s.stop_concern_codes, '|')
          where exists (select from unnest(s.stop_concern_codes) code where code not in (select concern_code from core.insurer_concern))
         union all
         select 'stop_reason_code', 'unknown_closure_reason', s.stop_reason_code
          where s.stop_reason_code is not null and s.stop_reason_code not in (select reason_code from core.closure_reason)
         union all
         select 'stop_until', 'stop_range', s.stop_until::text
          where s.stop_until < s.stop_from
         union all
         select 'free_count', 'free_above_total', s.free_count || ' > ' || s.total_count
          where s.free_count > s.total_count
         union all
         select 'expected_28_count', 'expected_decreasing', concat_ws(', ', s.expected_7_count, s.expected_14_count, s.expected_28_count)
          where s.expected_7_count > s.expected_14_count or s.expected_14_count > s.expected_28_count
             or s.expected_7_count > s.expected_28_count
         union all
         select 'counted_at', 'moment_in_future', s.counted_at::text
          where s.counted_at > at + interval '15 minutes'
     ) rule
     where s.delivery_id = delivery
        on conflict do nothing;

    insert into raw.refused_row (delivery_id, line, column_name, refusal_code, value_excerpt)
    select delivery, keyed.line, '', 'key_conflict', left(keyed.key, 200)
      from (
          select s.line, count(*) over same_key as copies,
                 concat_ws(' ', s.agb_location, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.age_to, s.segment_code, s.urgency_code) as key
            from raw.staged_capacity s
           where s.delivery_id = delivery
          window same_key as (partition by s.agb_location, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.age_to, s.segment_code, s.urgency_code)
      ) keyed
     where keyed.copies > 1
        on conflict do nothing;

    delete from raw.staged_capacity s
     using raw.refused_row r
     where s.delivery_id = delivery and r.delivery_id = delivery and r.line = s.line;
end;
