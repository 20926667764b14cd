-- refuse the staged waits that break a rule or use an unknown code
-- `headers` maps a column of raw.staged_waiting_time to the name its sender knows it by. A historic source may speak for
-- everybody, use groups of its own time and tell several figures for one key (apply_waiting_time numbers them); a live
-- one may not.
create function load.check_waiting_time(delivery bigint, at timestamptz, headers jsonb) returns void
language sql security definer set search_path = ''
begin atomic
    insert into raw.refused_row (delivery_id, line, column_name, refusal_code, value_excerpt)
    select delivery, s.line, coalesce(headers ->> rule.column_name, rule.column_name), rule.refusal_code, left(rule.value, 200)
      from raw.staged_waiting_time s
      join raw.delivery d on d.delivery_id = s.delivery_id
      join core.source so on so.source_code = d.source_code
      left join core.diagnosis_group g on g.diagnosis_group_code = s.diagnosis_group_code
      left join core.postcode pc on pc.postcode4 = s.postcode4
     -- a rule is a query: its value is made only where it is broken
     cross join lateral (
         select 'agb_location' as column_name, 'not_authorised_for_agb' as refusal_code, s.agb_location as value
          where not so.is_any_agb and not exists (
                   select from core.source_agb a
                    where a.source_code = so.source_code and (a.agb_code = s.agb_location or a.agb_code = any (s.agb_codes)))
         union all
         select 'postcode4', 'unknown_postcode', s.postcode4
          where not so.is_historic and s.postcode4 is not null and pc.postcode4 is null
         union all
         select 'diagnosis_group_code', 'unknown_group', s.diagnosis_group_code
          where g.diagnosis_group_code is null
         union all
         select 'diagnosis_group_code', 'group_not_valid_then', s.diagnosis_group_code
          where not so.is_historic and (g.valid_from > s.reference_on or g.valid_to <= s.reference_on)
         union all
         select 'segment_code', 'unknown_segment', s.segment_code
          where s.segment_code not in (select segment_code from core.segment)
         union all
         select 'circuit_code', 'unknown_circuit', s.circuit_code
          where s.circuit_code not in (select circuit_code from core.age_circuit)
         union all
         select 'method_code', 'unknown_method', s.method_code
          where s.method_code not in (select method_code from core.wait_method)
         union all
         select 'reference_on', 'date_in_future', s.reference_on::text
          where s.reference_on > (at at time zone 'Europe/Amsterdam')::date
         union all
         select 'intake_weeks', 'weeks_out_of_range', s.intake_literal
          where s.intake_weeks > case when so.is_historic then 260 else 104 end
         union all
         select 'treatment_weeks', 'weeks_out_of_range', s.treatment_literal
          where s.treatment_weeks > case when so.is_historic then 260 else 104 end
         union all
         select 'waiting_intake_over_norm_count', 'sub_count_above_count', s.waiting_intake_over_norm_count || ' > ' || s.waiting_intake_count
          where s.waiting_intake_over_norm_count > s.waiting_intake_count
         union all
         select 'waiting_treatment_over_norm_count', 'sub_count_above_count', s.waiting_treatment_over_norm_count || ' > ' || s.waiting_treatment_count
          where s.waiting_treatment_over_norm_count > s.waiting_treatment_count
         union all
         select 'inflow_intake_within_norm_count', 'sub_count_above_count', s.inflow_intake_within_norm_count || ' > ' || s.inflow_intake_count
          where s.inflow_intake_within_norm_count > s.inflow_intake_count
         union all
         select 'inflow_treatment_within_norm_count', 'sub_count_above_count', s.inflow_treatment_within_norm_count || ' > ' || s.inflow_treatment_count
          where s.inflow_treatment_within_norm_count > s.inflow_treatment_count
     ) rule
     where s.delivery_id = delivery
        on conflict do nothing;

    insert into raw.refused_row (delivery_id, line, column_name, refusal_code, value_excerpt)
    select delivery, keyed.line, '', 'key_conflict', left(keyed.key, 200)
      from (
          select s.line, count(*) over same_key as copies,
                 concat_ws(' · ', s.location_key, s.circuit_code, s.diagnosis_group_code, s.group_literal, s.insurer_literal, s.segment_code,
                           s.setting_code, s.method_code, s.reference_on) as key
            from raw.staged_waiting_time s
            join raw.delivery d on d.delivery_id = s.delivery_id
            join core.source so on so.source_code = d.source_code
           where s.delivery_id = delivery and not so.is_historic
          window same_key as (partition by s.location_key, s.circuit_code, s.diagnosis_group_code, s.group_literal, s.insurer_literal,
                              s.segment_code, s.setting_code, s.method_code, s.reference_on)
      ) keyed
     where keyed.copies > 1
        on conflict do nothing;

    delete from raw.staged_waiting_time s
     using raw.refused_row r
     where s.delivery_id = delivery and r.delivery_id = delivery and r.line = s.line;
end;
