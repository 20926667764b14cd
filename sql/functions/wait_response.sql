-- one row per region of a layer with locations of whom waits are due for a month: how many locations, and how many told anything
-- Due is what core.wait_duty says on the first day of the month, by the AGB code of a provider or of a location.
-- A stop or a text counts as an answer.
-- after: regions_of_postcode
create function functions.wait_response(known_at timestamptz, month date, layer text) returns table (
    region_code text, obliged_count bigint, delivered_count bigint
)
language sql stable
begin atomic
    with duty as (
        select w.agb_code
          from core.wait_duty w
         where w.valid_from <= date_trunc('month', wait_response.month)::date
           and (w.valid_to is null or w.valid_to > date_trunc('month', wait_response.month)::date)
    ),
    obliged as (
        select l.location_id
          from duty
          join core.provider_identifier i on i.system_code = 'agb' and i.value = duty.agb_code and i.valid_to is null
          join core.location l on l.provider_id = i.provider_id
        union
        select i.location_id
          from duty
          join core.location_identifier i on i.system_code = 'agb' and i.value = duty.agb_code and i.valid_to is null
    ),
    delivered as (
        select distinct sl.location_id
          from core.waiting_time t
          join core.wait_version v on v.delivery_id = t.delivery_id and v.period_from = date_trunc('month', wait_response.month)::date
          join core.source_location sl on sl.source_location_id = t.source_location_id
         where t.reference_on >= date_trunc('month', wait_response.month)::date
           and t.reference_on < (date_trunc('month', wait_response.month) + interval '1 month')::date
           and v.known_at <= wait_response.known_at
    ),
    placed as (
        select l.location_id, found.region_code
          from obliged o
          join core.location l on l.location_id = o.location_id
          join core.postcode p on p.postcode4 = l.postcode4
         cross join lateral (
             select r.region_code from functions.regions_of_postcode(p.postcode4, wait_response.month) r
              where r.layer_code = wait_response.layer
              order by r.region_code
              limit 1
         ) found
    )
    select p.region_code, count(*), count(d.location_id)
      from placed p
      left join delivered d on d.location_id = p.location_id
     group by p.region_code;
end;
