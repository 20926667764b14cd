-- one row per column and reason for which rows of a delivery were refused: how many, the first lines, and what to do
-- Of a delivery that the asker's role and scope do not reach there are none, and that it was asked is written down as refused.
-- audience: app_provider, app_coordinator, app_operator, auditor
create function read.refusal_groups(as_of timestamptz, asker bigint, delivery bigint, request_id text default null) returns table (
    column_name text, refusal_code text, row_count bigint, first_lines bigint[], sentence_nl text, sentence_en text, advice_nl text,
    advice_en text
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => refusal_groups.as_of, account => refusal_groups.asker, event_type => 'refused_rows_read', action => 'R',
        outcome => case when functions.reaches_delivery(refusal_groups.as_of, refusal_groups.asker, 'see_deliveries', refusal_groups.delivery)
                        then 'success' else 'refused' end,
        object_type => 'delivery', object_id => refusal_groups.delivery::text, request_id => refusal_groups.request_id);
    select w.column_name, w.refusal_code, count(*), (array_agg(w.line order by w.line))[1:5],
           r.sentence_nl, r.sentence_en, r.advice_nl, r.advice_en
      from raw.refused_row w
      join core.refusal r on r.refusal_code = w.refusal_code
     where w.delivery_id = refusal_groups.delivery
       and functions.reaches_delivery(refusal_groups.as_of, refusal_groups.asker, 'see_deliveries', refusal_groups.delivery)
     group by w.column_name, w.refusal_code, r.sentence_nl, r.sentence_en, r.advice_nl, r.advice_en
     order by count(*) desc, w.column_name, w.refusal_code;
end;
