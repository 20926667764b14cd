-- one row per insurer concern, as read.location_contracts, of a location's own AGB codes or of one's own concerns; else none
-- after: location_contracts
-- audience: app_insurer, app_provider
create function read.location_contracts_own(as_of timestamptz, location bigint, own_agb text[], own_concerns text[]) returns table (
    concern_code text, concern_name text, contract_year smallint, value_code text, is_ceiling_reached boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select k.concern_code, k.concern_name, k.contract_year, k.value_code, k.is_ceiling_reached
      from read.location_contracts(location_contracts_own.as_of, location_contracts_own.location) with ordinality k
     where k.concern_code = any (location_contracts_own.own_concerns)
        or functions.is_own_agb(location_contracts_own.as_of, location_contracts_own.own_agb, location_contracts_own.location)
     order by k.ordinality;
end;
