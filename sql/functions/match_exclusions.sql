-- one answer for the answers to all criteria that play a role: the worst of them, null when none was asked
-- From bad to good: excluded, unknown, by_consultation, no_obstacle. Worst, so that one criterion more accepted never lowers.
create function functions.match_exclusions(answers text[]) returns text
language sql immutable parallel safe
begin atomic
    select case
        when match_exclusions.answers is null or cardinality(match_exclusions.answers) = 0 then null
        when 'excluded' = any (match_exclusions.answers) then 'excluded'
        when 'unknown' = any (match_exclusions.answers) then 'unknown'
        when 'by_consultation' = any (match_exclusions.answers) then 'by_consultation'
        else 'no_obstacle'
    end;
end;
