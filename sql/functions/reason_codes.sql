-- why a row of the list stands where it stands, as codes, most telling first; near is up to 5 km
create function functions.reason_codes(
    status_code text, unknown_code text, stop_code text, is_wrong_route boolean, answers text[], contract_code text,
    is_ceiling_reached boolean, tier integer, is_within_norm boolean, distance_km numeric
) returns text[]
language sql immutable parallel safe
begin atomic
    select array_remove(array[
        case reason_codes.status_code
            when 'free' then 'place_free'
            when 'expected' then 'expected_soon'
            when 'stop' then reason_codes.stop_code
            when 'unknown' then case reason_codes.unknown_code
                when 'never' then 'never_told' when 'absent' then 'blanked_absent' when 'held_lower' then 'blanked_lower'
                else reason_codes.unknown_code end
            else reason_codes.status_code
        end,
        case when reason_codes.is_wrong_route then 'entry_route' end,
        case when 'excluded' = any (reason_codes.answers) then 'criterion_excluded' end,
        case when 'by_consultation' = any (reason_codes.answers) then 'criterion_discuss' end,
        case when 'unknown' = any (reason_codes.answers) then 'criterion_unknown' end,
        case when 'no_obstacle' = all (reason_codes.answers) and cardinality(reason_codes.answers) > 0 then 'criteria_accepted' end,
        case reason_codes.contract_code
            when 'yes' then case when reason_codes.is_ceiling_reached then 'ceiling_reached' else 'contracted' end
            when 'no' then 'no_contract'
            when 'unknown' then case when reason_codes.is_ceiling_reached then 'ceiling_reached' else 'contract_unknown' end
        end,
        case when reason_codes.tier < 6 then case
            when reason_codes.is_within_norm then 'within_norm'
            when not reason_codes.is_within_norm then 'over_norm'
            else 'start_unknown' end end,
        case when reason_codes.distance_km <= 5 then 'near' end
    ], null);
end;
