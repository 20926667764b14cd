-- one row per own offer of the asker and urgency it takes part in: all that the template of places tells of it, by the names of capacity_json
-- after: own_offers
-- audience: app_provider
create function read.own_template(as_of timestamptz, asker bigint) returns table (place jsonb)
language sql stable security definer set search_path = ''
begin atomic
    select functions.stated_place(own_template.as_of, o.offer_id, o.urgency_code, o.told)
           || jsonb_build_object('is_stop', o.told ? 'stop_reason_code', 'contracts', coalesce((
               select jsonb_object_agg(k.concern_code, case when k.is_ceiling_reached then 'ceiling' else k.value_code end)
                 from core.contract k
                 join core.location l on l.provider_id = k.provider_id
                where l.location_id = o.location_id
                  and k.contract_year = extract(year from functions.dutch_date(own_template.as_of))), '{}'))
      from read.own_offers(own_template.as_of, own_template.asker) o
     where functions.stated_place(own_template.as_of, o.offer_id, o.urgency_code, o.told) is not null;
end;
