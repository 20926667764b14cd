-- what was refused of a delivery, by line, the first `most`: [{line, column, value, code, sentence_nl, sentence_en, advice_nl, advice_en}]
create function functions.told_refusals(delivery bigint, most integer) returns jsonb
language sql stable
begin atomic
    select coalesce(jsonb_agg(jsonb_build_object(
               'line', w.line, 'column', w.column_name, 'value', w.value_excerpt, 'code', w.refusal_code,
               'sentence_nl', replace(replace(w.sentence_nl, '{column}', w.column_name), '{value}', coalesce(w.value_excerpt, '')),
               'sentence_en', replace(replace(w.sentence_en, '{column}', w.column_name), '{value}', coalesce(w.value_excerpt, '')),
               'advice_nl', replace(replace(w.advice_nl, '{column}', w.column_name), '{value}', coalesce(w.value_excerpt, '')),
               'advice_en', replace(replace(w.advice_en, '{column}', w.column_name), '{value}', coalesce(w.value_excerpt, '')))
               order by w.line, w.column_name, w.refusal_code), '[]')
      from (select r.line, r.column_name, r.value_excerpt, f.*
              from raw.refused_row r
              join core.refusal f on f.refusal_code = r.refusal_code
             where r.delivery_id = told_refusals.delivery
             order by r.line, r.column_name, r.refusal_code
             limit told_refusals.most) w;
end;
