-- one row for one offer and criterion: what the offer does with a patient to whom it applies, on that day, and on what ground
-- Four values; a row that is missing, not yet valid or no longer valid is unknown, and unknown is never accepted.
-- ground_code: told (the provider says so), not_told, lapsed, not_yet.
create function functions.exclusion_answer(offer bigint, criterion text, on_date date) returns table (
    value_code text, ground_code text, reason text, valid_to date
)
language sql stable parallel safe
begin atomic
    select case when ground.code = 'told' then x.value_code else 'unknown' end, ground.code,
           case when ground.code = 'told' then x.reason end, x.valid_to
      from (select exclusion_answer.offer as offer_id, exclusion_answer.criterion as criterion_code) asked
      left join core.offer_exclusion x on x.offer_id = asked.offer_id and x.criterion_code = asked.criterion_code
     cross join lateral (
         select case
             when x.offer_id is null then 'not_told'
             when x.valid_from > exclusion_answer.on_date then 'not_yet'
             when x.valid_to <= exclusion_answer.on_date then 'lapsed'
             else 'told'
         end as code
     ) ground;
end;
