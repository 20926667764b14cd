-- one row per reason with the number of rows of a delivery refused for it; the row with a null reason counts the rows, each once
create function load.count_refusals(delivery bigint) returns table (refusal_code text, row_count bigint)
language sql stable security definer set search_path = ''
begin atomic
    select r.refusal_code, count(distinct r.line)
      from raw.refused_row r
     where r.delivery_id = delivery
     group by grouping sets ((r.refusal_code), ());
end;
