-- one step for what speaks against just coming: 0 nothing, 1 a criterion by consultation, 2 one unknown, 3 no contract
-- The worst counts. exclusion_code is that of match_exclusions; a contract whose ceiling is reached counts as none. A
-- contract that is unknown or was not asked after is told on the row and is no step: it bars nobody from care.
create function functions.call_first(exclusion_code text, contract_code text, is_ceiling_reached boolean) returns smallint
language sql immutable parallel safe
begin atomic
    select case
        when call_first.contract_code = 'no' or call_first.is_ceiling_reached then 3
        when call_first.exclusion_code = 'unknown' then 2
        when call_first.exclusion_code = 'by_consultation' then 1
        else 0
    end::smallint;
end;
