-- the waits of a source of the form as a file of the form waiting_times_csv, what is stated now over what it told before; null for none
-- told: [{offer_id, facts, told_now}]. Of offers that share a series the one that changed counts, then the longest. What was told
-- before and is emptied becomes "-": not published. The rest is told again as it stands, so that the file is the whole of its source.
-- after: wait_series, wait_source, dutch_date
create function functions.stated_waits(at timestamptz, source text, told jsonb) returns text
language sql stable
begin atomic
    with stated as (
        select distinct on (s.location_id, s.circuit_code, s.diagnosis_group_code, s.segment_code, s.setting_code)
               s.*, functions.dutch_date(stated_waits.at) as reference_on,
               coalesce(one -> 'facts' ->> 'intake_weeks', '-') as intake, coalesce(one -> 'facts' ->> 'treatment_weeks', '-') as treatment
          from jsonb_array_elements(stated_waits.told) one
         cross join lateral functions.wait_series((one ->> 'offer_id')::bigint) s
         cross join lateral (
             select (one -> 'facts' -> 'intake_weeks') is distinct from (one -> 'told_now' -> 'intake_weeks')
                    or (one -> 'facts' -> 'treatment_weeks') is distinct from (one -> 'told_now' -> 'treatment_weeks') as is_changed) change
         where functions.wait_source(s.location_id) = stated_waits.source
           and (one -> 'facts' ?| array['intake_weeks', 'treatment_weeks'] or one -> 'told_now' ?| array['intake_weeks', 'treatment_weeks'])
         order by s.location_id, s.circuit_code, s.diagnosis_group_code, s.segment_code, s.setting_code, change.is_changed desc,
                  (one -> 'facts' ->> 'treatment_weeks')::numeric desc nulls last
    ),
    lines as (
        select t.* from stated t
        union all
        select sl.location_id, w.circuit_code, w.diagnosis_group_code, w.segment_code, w.setting_code, w.reference_on,
               coalesce(trim_scale(w.intake_weeks)::text, '-'), coalesce(trim_scale(w.treatment_weeks)::text, '-')
          from core.source_location sl
          join core.waiting_current w on w.source_location_id = sl.source_location_id
         where sl.source_code = stated_waits.source and sl.location_id is not null and exists (select from stated)
           and not exists (
               select from stated t
                where (t.location_id, t.circuit_code, t.diagnosis_group_code, t.segment_code, t.setting_code)
                      = (sl.location_id, w.circuit_code, w.diagnosis_group_code, w.segment_code, w.setting_code))
    )
    select 'agb_vestiging,agb_onderneming,naam_aanbieder,naam_vestiging,postcode,plaats,circuit,diagnosegroep,segment,setting,methode,'
           || E'peildatum,aanmeld_weken,behandel_weken\n'
           || string_agg(concat_ws(',',
                  code.value, substr(stated_waits.source, length('wachttijd-') + 1),
                  '"' || replace(p.name, '"', '""') || '"', '"' || replace(l.name, '"', '""') || '"',
                  coalesce(l.postcode6, l.postcode4, ''), '"' || replace(coalesce(l.place_name, ''), '"', '""') || '"',
                  case t.circuit_code when 'youth' then 'jeugd' when 'adolescents' then 'adolescenten' when 'elderly' then 'ouderen'
                                      when 'addiction' then 'verslavingszorg' when 'forensic' then 'forensisch' else 'volwassenen' end,
                  t.diagnosis_group_code, t.segment_code, case t.setting_code when 'clinical' then 'klinisch' else 'ambulant' end,
                  'actueel', t.reference_on::text, t.intake, t.treatment) || E'\n', ''
              order by code.value, t.circuit_code, t.diagnosis_group_code, t.segment_code, t.setting_code)
      from lines t
      join core.location l on l.location_id = t.location_id
      join core.provider p on p.provider_id = l.provider_id
     cross join lateral (
         select min(i.value) as value from core.location_identifier i
          where i.location_id = l.location_id and i.system_code = 'agb' and i.valid_to is null) code
     where code.value is not null;
end;
