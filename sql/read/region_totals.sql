-- one row per zorgkantoorregio and care pathway with an offer in the urgency: free and expected places, and offers by status
-- Places are not persons, so small numbers are shown. How many places are taken is never told here: that is about persons.
-- audience: app_insurer, app_gp, app_coordinator, app_operator
create function read.region_totals(
    as_of timestamptz, region text default null, care_pathway text default null, diagnosis_group text default null,
    urgency text default 'regulier'
) returns table (
    region_code text, region_name text, care_pathway_code text, care_pathway_name text, unit_code text, free_count bigint,
    expected_count bigint, offer_count bigint, free_offer_count bigint, full_offer_count bigint, unknown_offer_count bigint,
    stop_offer_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select r.region_code, r.name, p.care_pathway_code, p.name_nl, p.unit_code, coalesce(sum(s.free_count), 0),
           coalesce(sum(s.expected_count), 0), count(*), count(*) filter (where s.status_code = 'free'),
           count(*) filter (where s.status_code = 'full'), count(*) filter (where s.status_code = 'unknown'),
           count(*) filter (where s.status_code = 'stop')
      from functions.offer_state(region_totals.as_of, region_totals.urgency) s
      join core.diagnosis_group g on g.diagnosis_group_code = s.diagnosis_group_code
      join core.care_pathway p on p.care_pathway_code = s.care_pathway_code
      join core.location l on l.location_id = s.location_id
      join core.postcode place on place.postcode4 = l.postcode4
      join core.region r on r.region_code = place.zorgkantoorregio_code
     where (region_totals.region is null or r.region_code = region_totals.region)
       and (region_totals.care_pathway is null or s.care_pathway_code = region_totals.care_pathway)
       and (region_totals.diagnosis_group is null or s.diagnosis_group_code = region_totals.diagnosis_group or not g.is_split)
     group by r.region_code, r.name, p.care_pathway_code, p.name_nl, p.unit_code, p.sort_order
     order by r.region_code, p.sort_order;
end;
