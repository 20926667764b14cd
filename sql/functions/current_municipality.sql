-- the municipality that this code stands for on a day: itself, or the one in which it went up by then, however often
create function functions.current_municipality(municipality text, on_date date) returns text
language sql stable
begin atomic
    with recursive chain as (
        select current_municipality.municipality as code, 0 as step
        union
        select c.successor_code, chain.step + 1
          from chain
          join core.municipality_change c on c.municipality_code = chain.code
         where c.valid_from <= current_municipality.on_date and chain.step < 10
    )
    select chain.code from chain order by chain.step desc limit 1;
end;
