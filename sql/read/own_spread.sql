-- one row per own offer at a location whose wait is known: its weeks to treatment, and how those of other providers spread in its region
-- Of offers of the same pathway, group and segment in the zorgkantoorregio: the shortest of each other provider, as quartiles; null, and
-- no number of providers, where fewer than five others tell one. Places that start on the day they are free have no such wait.
-- after: own_offers
-- audience: app_provider
create function read.own_spread(as_of timestamptz, asker bigint, location bigint default null) returns table (
    offer_id bigint, start_weeks numeric, low_weeks numeric, middle_weeks numeric, high_weeks numeric, provider_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with described as (
        select o.offer_id, l.location_id, l.provider_id, o.care_pathway_code, o.diagnosis_group_code, o.segment_code, w.setting_code,
               functions.age_circuit(o.care_pathway_code, o.age_from, o.age_to) as circuit_code, place.zorgkantoorregio_code as region_code
          from core.offer o
          join core.location l on l.location_id = o.location_id
          join core.care_pathway w on w.care_pathway_code = o.care_pathway_code
          join core.place_unit unit on unit.unit_code = w.unit_code and not unit.is_treatment_place
          left join core.postcode place on place.postcode4 = l.postcode4
    ),
    own as materialized (
        select d.*, s.start_weeks
          from described d
         cross join lateral functions.fitting_start(
             d.location_id, d.diagnosis_group_code, d.segment_code, d.setting_code, d.circuit_code, functions.dutch_date(own_spread.as_of)) s
         where s.start_weeks is not null and d.offer_id in (
             select o.offer_id from read.own_offers(own_spread.as_of, own_spread.asker) o
              where own_spread.location is null or o.location_id = own_spread.location)
    ),
    others as (
        select own.offer_id, d.provider_id, min(s.start_weeks) as start_weeks
          from own
          join described d on d.region_code = own.region_code and d.care_pathway_code = own.care_pathway_code
               and d.diagnosis_group_code = own.diagnosis_group_code and d.segment_code = own.segment_code and d.provider_id <> own.provider_id
         cross join lateral functions.fitting_start(
             d.location_id, d.diagnosis_group_code, d.segment_code, d.setting_code, d.circuit_code, functions.dutch_date(own_spread.as_of)) s
         where s.start_weeks is not null
         group by own.offer_id, d.provider_id
    )
    select own.offer_id, own.start_weeks,
           case when spread.provider_count >= 5 then functions.quantile(spread.weeks, 0.25) end,
           case when spread.provider_count >= 5 then functions.quantile(spread.weeks, 0.5) end,
           case when spread.provider_count >= 5 then functions.quantile(spread.weeks, 0.75) end,
           case when spread.provider_count >= 5 then spread.provider_count end
      from own
     cross join lateral (
         select count(*) as provider_count, array_agg(t.start_weeks) as weeks from others t where t.offer_id = own.offer_id) spread;
end;
