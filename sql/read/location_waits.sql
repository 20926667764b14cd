-- one row per location, age circuit, diagnosis group, segment, setting and method: the published wait, and the stops now
-- Stops are those for everybody and those for the insurer concerns given; those for other insurers are not told.
-- Waits in weeks are public figures and no counts of people.
-- audience: app_insurer
create function read.location_waits(
    as_of timestamptz, own_concerns text[], region text default null, diagnosis_group text default null, row_limit integer default 500
) returns table (
    region_code text, location_id bigint, provider_name text, location_name text, place_name text, circuit_code text,
    diagnosis_group_code text, diagnosis_group_name text, segment_code text, setting_code text, method_code text, reference_on date,
    intake_weeks numeric, intake_state text, treatment_weeks numeric, treatment_state text, stops jsonb, match_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select place.zorgkantoorregio_code, l.location_id, p.name, l.name, coalesce(l.place_name, place.place_name), w.circuit_code,
           w.diagnosis_group_code, g.short_name_nl, w.segment_code, w.setting_code, w.method_code, w.reference_on,
           w.intake_weeks, w.intake_state, w.treatment_weeks, w.treatment_state,
           coalesce((select jsonb_agg(jsonb_build_object(
                                'concern_code', k.concern_code, 'diagnosis_group_code', k.diagnosis_group_code,
                                'reason_code', k.reason_code, 'until_on', k.until_on)
                            order by k.concern_code nulls first, k.closure_id)
                       from core.closure k
                      where k.location_id = l.location_id and k.withdrawn_by is null
                        and (k.concern_code is null or k.concern_code = any (location_waits.own_concerns))
                        and k.from_on <= functions.dutch_date(location_waits.as_of)
                        and (k.until_on is null or k.until_on >= functions.dutch_date(location_waits.as_of))), '[]'),
           count(*) over ()
      from core.waiting_current w
      join core.source_location sl on sl.source_location_id = w.source_location_id
      join core.location l on l.location_id = sl.location_id
      join core.provider p on p.provider_id = l.provider_id
      join core.diagnosis_group g on g.diagnosis_group_code = w.diagnosis_group_code
      left join core.postcode place on place.postcode4 = l.postcode4
     where w.insurer_literal = ''
       and w.reference_on <= functions.dutch_date(location_waits.as_of)
       and (location_waits.region is null or place.zorgkantoorregio_code = location_waits.region)
       and (location_waits.diagnosis_group is null or w.diagnosis_group_code = location_waits.diagnosis_group)
     order by place.zorgkantoorregio_code nulls last, functions.name_order(p.name), functions.name_order(l.name), l.location_id,
              w.circuit_code, g.sort_order, w.segment_code,
              w.setting_code, w.method_code, w.group_literal
     limit location_waits.row_limit;
end;
