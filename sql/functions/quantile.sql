-- the value below which a share of the numbers lies, between two neighbours in proportion; nulls are left out
create function functions.quantile(numbers numeric[], share double precision) returns numeric
language sql immutable parallel safe
begin atomic
    select (percentile_cont(quantile.share) within group (order by u.value::double precision))::numeric
      from unnest(quantile.numbers) as u (value)
     where u.value is not null;
end;
