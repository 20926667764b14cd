-- what became of a delivery, as its sender is told: {state_code, counts, reason_code, sentence_nl, sentence_en, refusals, more_refused_count}
-- The English sentence is made of its gate, for the Dutch one is kept as it was said. refusals are the first 500.
-- after: told_refusals
create function functions.told_delivery(delivery bigint) returns jsonb
language sql stable
begin atomic
    select jsonb_build_object(
               'state_code', d.state_code, 'read_count', d.read_count, 'accepted_count', d.accepted_count,
               'refused_count', d.refused_count, 'duplicate_count', d.duplicate_count, 'reason_code', d.reason_code,
               'sentence_nl', d.sentence_nl,
               'sentence_en', case when d.sentence_nl is not null then replace(replace(replace(f.sentence_en,
                   '{expected}', coalesce(g.one ->> 'expected', '')), '{found}', coalesce(g.one ->> 'found', '')), '{value}', '') end,
               'refusals', functions.told_refusals(d.delivery_id, 500),
               'more_refused_count', greatest((select count(*) from raw.refused_row r where r.delivery_id = d.delivery_id) - 500, 0))
      from raw.delivery d
      left join core.refusal f on f.refusal_code = d.reason_code
      left join lateral (
          select one from jsonb_array_elements(d.gates) one where one ->> 'code' = d.reason_code limit 1) g on true
     where d.delivery_id = told_delivery.delivery;
end;
