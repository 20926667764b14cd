-- the kinds of care of a question, as two lists of pairs: one pathway and group, or several; null leaves a side open
-- A single one stands for each of the other side's list.
create function functions.paired_cares(single text, several text[], other text[]) returns text[]
language sql immutable parallel safe
begin atomic
    select coalesce(paired_cares.several,
                    array_fill(paired_cares.single, array[coalesce(cardinality(paired_cares.other), 1)]));
end;
