-- one row per figure of a month and way in which it is hard to believe, with words for it; the counts behind it are not told
-- As the flags stood at as_of. told_weeks and expected_weeks are filled where the doubt is about weeks.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_flags(
    as_of timestamptz, layer text default 'zorgkantoorregio', region text default null, diagnosis_group text default null,
    month date default null
) returns table (
    period_from date, region_code text, location_id bigint, provider_name text, location_name text, circuit_code text,
    diagnosis_group_code text, segment_code text, setting_code text, method_code text, reference_on date, flag_code text, name_nl text,
    name_en text, explanation_nl text, explanation_en text, told_weeks numeric, expected_weeks numeric, since_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select m.period_from, p.region_code, sl.location_id, sl.provider_name, sl.location_name, f.circuit_code, f.diagnosis_group_code,
           f.segment_code, f.setting_code, f.method_code, f.reference_on, f.flag_code, k.name_nl, k.name_en, k.explanation_nl,
           k.explanation_en, case when f.flag_code in ('jump', 'unit') then f.told end,
           case when f.flag_code in ('jump', 'unit') then f.expected end, f.known_at
      from functions.wait_month(wait_flags.as_of, wait_flags.month, null) m
     cross join lateral functions.region_of_place(wait_flags.layer, m.period_from) p
      join core.source_location sl on sl.source_location_id = p.source_location_id
      join core.wait_flag f
        on f.source_location_id = sl.source_location_id and f.reference_on >= m.period_from
       and f.reference_on < (m.period_from + interval '1 month')::date
      join core.wait_flag_kind k on k.flag_code = f.flag_code
     where f.known_at <= wait_flags.as_of and (f.lifted_at is null or f.lifted_at > wait_flags.as_of)
       and f.insurer_literal = ''
       and (wait_flags.region is null or p.region_code = wait_flags.region)
       and (wait_flags.diagnosis_group is null or f.diagnosis_group_code = wait_flags.diagnosis_group)
     order by p.region_code, functions.name_order(sl.provider_name), functions.name_order(sl.location_name), sl.source_location_id,
              f.diagnosis_group_code, k.sort_order;
end;
