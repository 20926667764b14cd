-- one row per zorgkantoorregio: its places and offers of one urgency, for the map
-- Without a care pathway, care that is hardly ever full (online treatment) is left out: it would drown the rest.
-- Regions without an offer have zeros. Offers at locations without a postcode are in no region.
-- audience: app_gp, app_coordinator, app_operator
create function read.region_places(
    as_of timestamptz, care_pathway text default null, diagnosis_group text default null, urgency text default 'regulier'
) returns table (
    region_code text, region_name text, free_count bigint, expected_count bigint, unknown_offer_count bigint, stop_offer_count bigint,
    offer_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with placed as (
        select place.zorgkantoorregio_code as region_code, s.offer_id, s.status_code, s.free_count, s.expected_count
          from functions.offer_state(region_places.as_of, region_places.urgency) s
          join core.location l on l.location_id = s.location_id
          join core.postcode place on place.postcode4 = l.postcode4
         where s.care_pathway_code = any (array(
                   select p.care_pathway_code
                     from core.care_pathway p
                    where p.care_pathway_code = region_places.care_pathway
                          or (region_places.care_pathway is null and not p.is_mostly_unlimited)))
           and (region_places.diagnosis_group is null
                or s.diagnosis_group_code = any (array(
                    select g.diagnosis_group_code
                      from core.diagnosis_group g
                     where g.diagnosis_group_code = region_places.diagnosis_group or not g.is_split)))
    )
    select r.region_code, r.name, coalesce(sum(p.free_count), 0), coalesce(sum(p.expected_count), 0),
           count(*) filter (where p.status_code = 'unknown'), count(*) filter (where p.status_code = 'stop'), count(p.offer_id)
      from core.region r
      left join placed p on p.region_code = r.region_code
     where r.layer_code = 'zorgkantoorregio'
       and r.valid_from <= functions.dutch_date(region_places.as_of)
       and (r.valid_to is null or r.valid_to > functions.dutch_date(region_places.as_of))
     group by r.region_code, r.name
     order by r.region_code;
end;
