-- keep the rows that the parser refused, one per line, column and reason
create function load.refuse_rows(delivery bigint, lines bigint[], columns text[], codes text[], excerpts text[]) returns void
language sql security definer set search_path = ''
begin atomic
    insert into raw.refused_row (delivery_id, line, column_name, refusal_code, value_excerpt)
    select delivery, r.line, r.column_name, r.refusal_code, left(r.value_excerpt, 200)
      from unnest(lines, columns, codes, excerpts) as r (line, column_name, refusal_code, value_excerpt)
        on conflict do nothing;
end;
