-- one row for one location and kind of care: the published wait that fits it best, or no row when none does
-- Both parts come from one row, so from one method, one group and one place: intake of one is never added to treatment of
-- another. The exact diagnosis group goes before the location's unsplit figure (D00, B00 for basic care); where the group
-- was spoken of, though only in part, its own figure stands and start_weeks is null: an unsplit sum could be shorter.
-- Then the age circuit (its own, else adults, else unknown; youth and forensic only their own), the segment (its own, else
-- combined), the setting (its own, else unknown), complete figures, and the method: current, retrospective, referral date, claims.
-- A figure of one literal part of a group comes after that of the whole; of equal ones the longest counts.
-- Left out: a wait for one insurer only, sources of historic data, and figures older than three months (two missed
-- monthly deliveries: ours).
-- basis_code is 'group', 'unsplit', or 'none' when the two parts are not both known.
create function functions.fitting_start(
    location_id bigint, diagnosis_group text, segment text, setting text, circuit text, on_date date
) returns table (
    intake_weeks numeric, treatment_weeks numeric, start_weeks numeric, basis_code text, method_code text, reference_on date,
    delivery_id bigint, line bigint
)
language sql stable parallel safe
begin atomic
    select w.intake_weeks, w.treatment_weeks, w.intake_weeks + w.treatment_weeks,
           case
               when w.intake_weeks + w.treatment_weeks is null then 'none'
               when w.diagnosis_group_code in ('D00', 'B00') then 'unsplit'
               else 'group'
           end,
           w.method_code, w.reference_on, w.delivery_id, w.line
      from core.source_location sl
      join core.waiting_current w on w.source_location_id = sl.source_location_id
     where sl.location_id = fitting_start.location_id
       and sl.source_code <> all (array(select s.source_code from core.source s where s.is_historic))
       and w.insurer_literal = ''
       and w.diagnosis_group_code in (fitting_start.diagnosis_group, 'D00', case fitting_start.segment when 'gb-ggz' then 'B00' end)
       and w.circuit_code in (
           fitting_start.circuit,
           case when fitting_start.circuit not in ('youth', 'forensic') then 'adults' end,
           case when fitting_start.circuit not in ('youth', 'forensic') then 'unknown' end
       )
       and w.segment_code in (fitting_start.segment, 'combined')
       and w.setting_code in (fitting_start.setting, 'unknown')
       and w.reference_on <= fitting_start.on_date
       and w.reference_on > fitting_start.on_date - interval '3 months'
       and (w.intake_state not in ('unknown', 'not_published') or w.treatment_state not in ('unknown', 'not_published'))
     order by w.diagnosis_group_code = fitting_start.diagnosis_group desc,
              w.diagnosis_group_code,  -- B00 before D00
              array_position(array[fitting_start.circuit, 'adults', 'unknown'], w.circuit_code),
              w.segment_code = fitting_start.segment desc,
              w.setting_code = fitting_start.setting desc,
              w.intake_weeks + w.treatment_weeks is not null desc,
              array_position(array['current', 'retrospective', 'referral_date', 'claims'], w.method_code),
              w.group_literal = '' desc,
              w.reference_on desc,
              coalesce(w.intake_weeks, 0) + coalesce(w.treatment_weeks, 0) desc,
              w.source_location_id, w.group_literal
     limit 1;
end;
