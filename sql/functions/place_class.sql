-- a number of places as competitors may see it: none, few (one or two) or ample (three or more); null for null
create function functions.place_class(places integer) returns text
language sql immutable parallel safe
begin atomic
    select case when place_class.places >= 3 then 'ample' when place_class.places >= 1 then 'few' when place_class.places = 0 then 'none' end;
end;
