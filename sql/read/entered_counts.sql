-- one row per count that was entered on a page for an offer in the asker's regions, and how far it is; the newest first
-- state_code: waiting (the worker has not taken it up yet), else the state of its delivery; refusals are the sentences on its
-- row, [{column, code, sentence_nl, sentence_en}]. Of the last seven days.
-- audience: app_coordinator
create function read.entered_counts(as_of timestamptz, asker bigint, row_limit integer default 20) returns table (
    receipt_id bigint, entered_at timestamptz, means_code text, offer_id bigint, urgency_code text, location_id bigint, location_name text,
    provider_name text, care_pathway_code text, diagnosis_group_code text, delivery_id bigint, state_code text, sentence_nl text,
    refusals jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select e.receipt_id, e.entered_at, e.means_code, e.offer_id, e.urgency_code, l.location_id, l.name, p.name, o.care_pathway_code,
           o.diagnosis_group_code, r.delivery_id,
           case when r.delivery_id is null then 'waiting' else d.state_code end, d.sentence_nl,
           (select coalesce(jsonb_agg(jsonb_build_object(
                       'column', x.column_name, 'code', x.refusal_code, 'sentence_nl', f.sentence_nl, 'sentence_en', f.sentence_en)
                       order by x.column_name), '[]')
              from raw.refused_row x join core.refusal f on f.refusal_code = x.refusal_code
             where x.delivery_id = r.delivery_id and x.line = e.line)
      from core.entered_capacity e
      join raw.receipt r on r.receipt_id = e.receipt_id
      left join raw.delivery d on d.delivery_id = r.delivery_id
      join core.offer o on o.offer_id = e.offer_id
      join core.location l on l.location_id = o.location_id
      join core.provider p on p.provider_id = l.provider_id
     where e.entered_at <= entered_counts.as_of and e.entered_at > entered_counts.as_of - interval '7 days'
       and functions.is_own(entered_counts.as_of, entered_counts.asker, 'enter_capacity', o.location_id)
     order by e.entered_at desc, e.receipt_id desc
     limit least(greatest(coalesce(entered_counts.row_limit, 20), 0), 200);
end;
