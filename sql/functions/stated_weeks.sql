-- the weeks that the form of an offer's location told last: {intake_weeks, treatment_weeks}, of the last three months; {} when none
-- after: wait_series, wait_source
create function functions.stated_weeks(offer bigint, on_date date) returns jsonb
language sql stable
begin atomic
    select coalesce((
        select jsonb_strip_nulls(jsonb_build_object('intake_weeks', trim_scale(w.intake_weeks), 'treatment_weeks', trim_scale(w.treatment_weeks)))
          from functions.wait_series(stated_weeks.offer) s
          join core.source_location sl on sl.location_id = s.location_id and sl.source_code = functions.wait_source(s.location_id)
          join core.waiting_current w on w.source_location_id = sl.source_location_id and w.circuit_code = s.circuit_code
           and w.diagnosis_group_code = s.diagnosis_group_code and w.segment_code = s.segment_code and w.setting_code = s.setting_code
         where w.method_code = 'current' and w.group_literal = '' and w.insurer_literal = ''
           and w.reference_on > stated_weeks.on_date - interval '3 months'
         order by w.reference_on desc
         limit 1), '{}');
end;
