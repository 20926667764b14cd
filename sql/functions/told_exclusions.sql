-- one row for one offer: what it says about criteria, as JSON lists in their order: told, those in force; answers, to those asked
-- after: exclusion_answer
create function functions.told_exclusions(offer bigint, on_date date, asked text[]) returns table (told jsonb, answers jsonb)
language sql stable parallel safe
begin atomic
    select (select coalesce(jsonb_agg(jsonb_build_object(
                       'criterion_code', x.criterion_code, 'name_nl', c.name_nl, 'name_en', c.name_en, 'value_code', x.value_code)
                   order by c.sort_order), '[]')
              from core.offer_exclusion x
              join core.exclusion_criterion c on c.criterion_code = x.criterion_code
             where x.offer_id = told_exclusions.offer
               and (x.valid_from is null or x.valid_from <= told_exclusions.on_date)
               and (x.valid_to is null or x.valid_to > told_exclusions.on_date)),
           (select coalesce(jsonb_agg(jsonb_build_object(
                       'criterion_code', c.criterion_code, 'name_nl', c.name_nl, 'name_en', c.name_en, 'value_code', answer.value_code,
                       'ground_code', answer.ground_code, 'reason', answer.reason, 'valid_to', answer.valid_to)
                   order by c.sort_order), '[]')
              from core.exclusion_criterion c
             cross join lateral functions.exclusion_answer(told_exclusions.offer, c.criterion_code, told_exclusions.on_date) answer
             where c.criterion_code = any (told_exclusions.asked));
end;
