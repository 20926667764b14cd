-- the telling words of a name, sorted, once each: without accents, marks, and the words that every second name has
create function functions.name_words(name text) returns text[]
language sql immutable parallel safe
begin atomic
    select coalesce(array_agg(distinct word order by word), '{}')
      from regexp_split_to_table(
               translate(lower(name_words.name), 'áàâäãéèêëíìîïóòôöõúùûüçñ', 'aaaaaeeeeiiiiooooouuuucn'), '[^a-z0-9]+') word
     where length(word) > 1
       and word not in ('de', 'het', 'een', 'van', 'voor', 'en', 'te', 'in', 'ggz', 'bv', 'nv', 'stichting', 'praktijk', 'locatie',
                        'vestiging', 'centrum', 'instelling', 'psychologen', 'psycholoog', 'zorg');
end;
