-- which part of the words of two names they share, from 0 to 1; 0 where one of them has none
create function functions.words_in_common(one text[], other text[]) returns numeric
language sql immutable parallel safe
begin atomic
    select case
               when cardinality(words_in_common.one) = 0 or cardinality(words_in_common.other) = 0 then 0
               else (select count(*) from unnest(words_in_common.one) word where word = any (words_in_common.other))::numeric
                    / (select count(distinct word) from unnest(words_in_common.one || words_in_common.other) word)
           end;
end;
