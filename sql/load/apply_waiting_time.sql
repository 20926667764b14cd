-- merge the staged waits of a delivery into the source's locations, the versions of each figure, and the current figures
-- A figure that is told again unchanged keeps its version; a changed one gets the next. Nothing is ever overwritten. A
-- delivery of a historic source is the whole of it: every row is a version of its own and no other stays current.
-- What is read back is read in functions of its own: up to PostgreSQL 17 a function is planned whole before it begins,
-- when the month that this delivery is the first of is not there yet.
-- after: ensure_month, show_waiting_time, note_waiting_time
create function load.apply_waiting_time(delivery bigint, applied_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    insert into core.source_location as known (
        source_code, location_key, provider_key, provider_name, location_name, place_name, postcode4, municipality_codes, agb_code,
        kvk_vestiging, agb_codes, provider_group, provider_kind
    )
    select distinct on (s.location_key)
           d.source_code, s.location_key, s.provider_key, s.provider_name, coalesce(s.location_name, ''), coalesce(s.place_name, ''),
           pc.postcode4, coalesce(s.municipality_codes, '{}'), s.agb_location, s.kvk_vestiging, coalesce(s.agb_codes, '{}'),
           coalesce(s.provider_group, ''), coalesce(s.provider_kind, '')
      from raw.staged_waiting_time s
      join raw.delivery d on d.delivery_id = s.delivery_id
      left join core.postcode pc on pc.postcode4 = s.postcode4
     where s.delivery_id = delivery
     order by s.location_key, s.line
        on conflict (source_code, location_key) do update
       set provider_key = excluded.provider_key, provider_name = excluded.provider_name, location_name = excluded.location_name,
           place_name = excluded.place_name, postcode4 = excluded.postcode4, municipality_codes = excluded.municipality_codes,
           agb_code = excluded.agb_code, kvk_vestiging = excluded.kvk_vestiging, agb_codes = excluded.agb_codes,
           provider_group = excluded.provider_group, provider_kind = excluded.provider_kind
     where (known.provider_key, known.provider_name, known.location_name, known.place_name, known.postcode4, known.municipality_codes,
            known.agb_code, known.kvk_vestiging, known.agb_codes, known.provider_group, known.provider_kind)
           is distinct from
           (excluded.provider_key, excluded.provider_name, excluded.location_name, excluded.place_name, excluded.postcode4,
            excluded.municipality_codes, excluded.agb_code, excluded.kvk_vestiging, excluded.agb_codes, excluded.provider_group,
            excluded.provider_kind);

    -- joined to our locations by AGB first, then by KvK vestiging; the rest is the work list
    update core.source_location sl
       set location_id = i.location_id, matched_by = i.system_code, matched_at = applied_at
      from raw.delivery d, core.location_identifier i
     where d.delivery_id = delivery and sl.source_code = d.source_code and sl.location_id is null and i.valid_to is null
       and ((i.system_code = 'agb' and i.value = sl.agb_code)
            or (i.system_code = 'kvk_vestiging' and i.value = sl.kvk_vestiging and not exists (
                select from core.location_identifier a where a.system_code = 'agb' and a.value = sl.agb_code and a.valid_to is null)));

    select load.ensure_month('waiting_time', months.month)
      from (select distinct date_trunc('month', s.reference_on)::date as month
              from raw.staged_waiting_time s where s.delivery_id = delivery) months;

    insert into core.waiting_time (
        source_location_id, circuit_code, diagnosis_group_code, group_literal, insurer_literal, segment_code, setting_code, method_code,
        reference_on, occurrence, version, delivery_id, line,
        intake_weeks, intake_state, intake_literal, intake_rule, treatment_weeks, treatment_state, treatment_literal,
        treatment_rule, waiting_intake_count, waiting_intake_over_norm_count, waiting_treatment_count,
        waiting_treatment_over_norm_count, inflow_intake_count, inflow_intake_within_norm_count, inflow_treatment_count,
        inflow_treatment_within_norm_count, new_month_count, started_month_count, left_month_count, start_event_code,
        site_updated_on, stop_until_on, remark, flags
    )
    with staged as (
        -- several rows of one key (of a historic source only) in an order that the order of the file does not change
        select t.*, row_number() over (
                   partition by t.location_key, t.circuit_code, t.diagnosis_group_code, t.group_literal, t.insurer_literal, t.segment_code,
                                t.setting_code, t.method_code, t.reference_on
                   order by t.intake_weeks, t.intake_state, t.treatment_weeks, t.treatment_state, t.row_sha256) as occurrence
          from raw.staged_waiting_time t
         where t.delivery_id = delivery
    )
    select sl.source_location_id, s.circuit_code, s.diagnosis_group_code, coalesce(s.group_literal, ''), coalesce(s.insurer_literal, ''),
           s.segment_code, s.setting_code, s.method_code, s.reference_on, s.occurrence, coalesce(last.version, 0) + 1, delivery, s.line,
           round(s.intake_weeks::numeric, 3), s.intake_state, s.intake_literal, coalesce(s.intake_rule, ''),
           round(s.treatment_weeks::numeric, 3), s.treatment_state, s.treatment_literal, coalesce(s.treatment_rule, ''),
           s.waiting_intake_count, s.waiting_intake_over_norm_count, s.waiting_treatment_count,
           s.waiting_treatment_over_norm_count, s.inflow_intake_count, s.inflow_intake_within_norm_count,
           s.inflow_treatment_count, s.inflow_treatment_within_norm_count, s.new_month_count, s.started_month_count,
           s.left_month_count, coalesce(s.start_event_code, 'intake_request'), s.site_updated_on, s.stop_until_on, s.remark,
           coalesce(s.flags, '{}')
      from staged s
      join raw.delivery d on d.delivery_id = s.delivery_id
      join core.source so on so.source_code = d.source_code
      join core.source_location sl on sl.source_code = d.source_code and sl.location_key = s.location_key
      left join lateral (
          select w.version,
                 row(w.intake_weeks, w.intake_state, w.intake_literal, w.intake_rule, w.treatment_weeks, w.treatment_state,
                  w.treatment_literal, w.treatment_rule, w.waiting_intake_count, w.waiting_intake_over_norm_count,
                  w.waiting_treatment_count, w.waiting_treatment_over_norm_count, w.inflow_intake_count,
                  w.inflow_intake_within_norm_count, w.inflow_treatment_count, w.inflow_treatment_within_norm_count,
                  w.new_month_count, w.started_month_count, w.left_month_count, w.start_event_code, w.site_updated_on,
                  w.stop_until_on, w.remark, w.flags) as told
            from core.waiting_time w
           where w.source_location_id = sl.source_location_id and w.reference_on = s.reference_on and w.circuit_code = s.circuit_code
             and w.diagnosis_group_code = s.diagnosis_group_code and w.group_literal = coalesce(s.group_literal, '')
             and w.insurer_literal = coalesce(s.insurer_literal, '') and w.segment_code = s.segment_code
             and w.setting_code = s.setting_code and w.method_code = s.method_code and w.occurrence = s.occurrence
           order by w.version desc
           limit 1
      ) last on true
     where s.delivery_id = delivery
       and (so.is_historic or last.version is null or last.told is distinct from
            row(round(s.intake_weeks::numeric, 3), s.intake_state, s.intake_literal, coalesce(s.intake_rule, ''),
                  round(s.treatment_weeks::numeric, 3), s.treatment_state, s.treatment_literal, coalesce(s.treatment_rule, ''),
                  s.waiting_intake_count, s.waiting_intake_over_norm_count, s.waiting_treatment_count,
                  s.waiting_treatment_over_norm_count, s.inflow_intake_count, s.inflow_intake_within_norm_count,
                  s.inflow_treatment_count, s.inflow_treatment_within_norm_count, s.new_month_count, s.started_month_count,
                  s.left_month_count, coalesce(s.start_event_code, 'intake_request'), s.site_updated_on, s.stop_until_on,
                  s.remark, coalesce(s.flags, '{}')));

    select load.show_waiting_time(delivery);
    select load.note_waiting_time(delivery);
end;
