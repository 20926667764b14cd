-- one row per place of a statement: what was told, and how far it is on its way to who reads
-- state_code: waiting (the worker has not taken it up yet), else that of its delivery; refused when its own row was refused.
-- refusals: the sentences on that row, [{column, code, sentence_nl, sentence_en, advice_nl, advice_en}].
create function functions.statement_state(statement bigint) returns table (
    statement_id bigint, made_at timestamptz, is_undo boolean, is_undone boolean, offer_id bigint, urgency_code text, told jsonb,
    told_before jsonb, state_code text, sentence_nl text, refusals jsonb
)
language sql stable
begin atomic
    select s.statement_id, s.made_at, s.undoes is not null, exists (select from core.statement u where u.undoes = s.statement_id),
           e.offer_id, e.urgency_code, e.told, e.told_before,
           case when r.delivery_id is null then 'waiting' when d.state_code = 'applied' and said.refusals is not null then 'refused' else d.state_code end,
           d.sentence_nl, coalesce(said.refusals, '[]')
      from core.statement s
      join core.entered_capacity e on e.statement_id = s.statement_id
      join raw.receipt r on r.receipt_id = e.receipt_id
      left join raw.delivery d on d.delivery_id = r.delivery_id
     cross join lateral (
         select jsonb_agg(jsonb_build_object(
                    'column', x.column_name, 'code', x.refusal_code, 'sentence_nl', f.sentence_nl, 'sentence_en', f.sentence_en,
                    'advice_nl', f.advice_nl, 'advice_en', f.advice_en) order by x.column_name) as refusals
           from raw.refused_row x
           join core.refusal f on f.refusal_code = x.refusal_code
          where x.delivery_id = r.delivery_id and x.line = e.line
     ) said
     where s.statement_id = statement_state.statement
     order by e.receipt_id, e.line;
end;
