-- the mean of some numbers, each as heavy as its weight; null when nothing has a number and a weight
-- A number without a weight, or with none of it, is left out.
create function functions.weighted_mean(numbers numeric[], weights numeric[]) returns numeric
language sql immutable parallel safe
begin atomic
    select sum(u.value * u.weight) / sum(u.weight)
      from unnest(weighted_mean.numbers, weighted_mean.weights) as u (value, weight)
     where u.value is not null and u.weight > 0;
end;
