-- one row per line, column and reason of refusal of a delivery, with the sentence for its sender
-- Of a delivery that the asker's role and scope do not reach there are none, and that it was asked is written down as refused.
-- audience: app_provider, app_coordinator, app_operator, auditor
create function read.refused_rows(as_of timestamptz, asker bigint, delivery bigint, request_id text default null) returns table (
    line bigint, column_name text, refusal_code text, sentence_nl text, advice_nl text, value_excerpt text,
    sentence_en text, advice_en text
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => refused_rows.as_of, account => refused_rows.asker, event_type => 'refused_rows_read', action => 'R',
        outcome => case when functions.reaches_delivery(refused_rows.as_of, refused_rows.asker, 'see_deliveries', refused_rows.delivery)
                        then 'success' else 'refused' end,
        object_type => 'delivery', object_id => refused_rows.delivery::text, request_id => refused_rows.request_id);
    select w.line, w.column_name, w.refusal_code, w.sentence_nl, w.advice_nl, w.value_excerpt,
           replace(replace(r.sentence_en, '{column}', w.column_name), '{value}', coalesce(w.value_excerpt, '')),
           replace(replace(r.advice_en, '{column}', w.column_name), '{value}', coalesce(w.value_excerpt, ''))
      from load.refused_rows(refused_rows.delivery) w
      join core.refusal r on r.refusal_code = w.refusal_code
     where functions.reaches_delivery(refused_rows.as_of, refused_rows.asker, 'see_deliveries', refused_rows.delivery)
     order by w.line, w.column_name, w.refusal_code;
end;
