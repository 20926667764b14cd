-- one row per line, column and reason of refusal of a delivery, with the sentence for its sender
create function load.refused_rows(delivery bigint) returns table (
    line bigint, column_name text, refusal_code text, sentence_nl text, advice_nl text, value_excerpt text
)
language sql stable security definer set search_path = ''
begin atomic
    select w.line, w.column_name, w.refusal_code,
           replace(replace(r.sentence_nl, '{column}', w.column_name), '{value}', coalesce(w.value_excerpt, '')),
           replace(replace(r.advice_nl, '{column}', w.column_name), '{value}', coalesce(w.value_excerpt, '')),
           w.value_excerpt
      from raw.refused_row w
      join core.refusal r on r.refusal_code = w.refusal_code
     where w.delivery_id = refused_rows.delivery
     order by w.line, w.column_name, w.refusal_code;
end;
