-- one row per stop of a location that is in force or still to come: for what, for whom, why, until when
-- own_concerns: of the stops for one insurer only those of these concerns are told; null tells all.
-- audience: app_gp, app_coordinator, app_operator
create function read.location_closures(as_of timestamptz, location bigint, own_concerns text[] default null) returns table (
    closure_id bigint, offer_id bigint, care_pathway_code text, offer_group_code text, age_from smallint, age_to smallint,
    segment_code text, concern_code text, concern_name text, diagnosis_group_code text, reason_name_nl text, reason_name_en text,
    from_on date, until_on date, is_in_force boolean, delivery_id bigint, line bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select k.closure_id, k.offer_id, o.care_pathway_code, o.diagnosis_group_code, o.age_from, o.age_to, o.segment_code,
           k.concern_code, c.name, k.diagnosis_group_code, r.name_nl, r.name_en, k.from_on, k.until_on,
           k.from_on <= functions.dutch_date(location_closures.as_of), k.delivery_id, k.line
      from core.closure k
      join core.closure_reason r on r.reason_code = k.reason_code
      left join core.offer o on o.offer_id = k.offer_id
      left join core.care_pathway p on p.care_pathway_code = o.care_pathway_code
      left join core.insurer_concern c on c.concern_code = k.concern_code
     where k.location_id = location_closures.location and k.withdrawn_by is null
       and (k.until_on is null or k.until_on >= functions.dutch_date(location_closures.as_of))
       and (location_closures.own_concerns is null or k.concern_code is null or k.concern_code = any (location_closures.own_concerns))
     order by k.from_on <= functions.dutch_date(location_closures.as_of) desc, p.sort_order nulls first, k.offer_id nulls first,
              k.concern_code nulls first, k.closure_id;
end;
