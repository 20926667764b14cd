-- one row per insurer concern with which the provider of a location told of a contract, in the newest year told
-- own_concerns: only these concerns are told; null tells all. A concern without a row is not told, which is no refusal.
-- audience: app_gp, app_coordinator, app_operator
create function read.location_contracts(as_of timestamptz, location bigint, own_concerns text[] default null) returns table (
    concern_code text, concern_name text, contract_year smallint, value_code text, is_ceiling_reached boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select c.concern_code, c.name, k.contract_year, k.value_code, k.is_ceiling_reached
      from core.location l
     cross join core.insurer_concern c
     cross join lateral (
         select told.contract_year, told.value_code, told.is_ceiling_reached
           from core.contract told
          where told.provider_id = l.provider_id and told.concern_code = c.concern_code
            and told.contract_year <= extract(year from functions.dutch_date(location_contracts.as_of))
          order by told.contract_year desc
          limit 1
     ) k
     where l.location_id = location_contracts.location
       and (location_contracts.own_concerns is null or c.concern_code = any (location_contracts.own_concerns))
     order by c.sort_order, c.concern_code;
end;
