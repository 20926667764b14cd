-- one row for one provider and insurer concern: the contract for that year, and whether its ceiling is reached
-- Always one row: a contract nobody told of is unknown, and so is that of another year.
create function functions.contract_state(provider bigint, concern text, contract_year integer) returns table (
    contract_code text, is_ceiling_reached boolean
)
language sql stable parallel safe
begin atomic
    select coalesce(k.value_code, 'unknown'), coalesce(k.is_ceiling_reached and k.value_code <> 'no', false)
      from (select contract_state.provider as provider_id) asked
      left join core.contract k on k.provider_id = asked.provider_id and k.concern_code = contract_state.concern
                               and k.contract_year = contract_state.contract_year;
end;
