-- by what a Dutch name is sorted: without capitals, accents and apostrophes, with a hyphen as a space; ij is i and then j
-- 's-Hertogenbosch stands with the s. dashboard/name_order.py says the same: the embedded server has no Dutch collation. Bytes,
-- so that the collation of the database has no say in it.
create function functions.name_order(called text) returns bytea
language sql immutable parallel safe
begin atomic
    select convert_to(btrim(regexp_replace(
        regexp_replace(lower(normalize(name_order.called, nfkd)), '[^a-z0-9 /-]', '', 'g'), '[ /-]+', ' ', 'g')), 'UTF8');
end;
