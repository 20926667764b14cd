-- one row: what became of a file that the asker sent on a page, and how far it is; no row for one of somebody else
-- state_code: waiting, else that of its delivery. step_code, row_count, total_count: of a large one that is being loaded, as
-- read.under_way tells them. refusals: what was refused, in the sender's own words, the first 200:
-- [{line, column, value, code, sentence_nl, sentence_en, advice_nl, advice_en}].
-- audience: app_provider
create function read.own_upload(as_of timestamptz, asker bigint, receipt bigint) returns table (
    file_name text, received_at timestamptz, delivery_id bigint, state_code text, step_code text, row_count bigint, total_count bigint,
    read_count integer, accepted_count integer, refused_count integer, duplicate_count integer, sentence_nl text, refusals jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select r.file_name, r.received_at, d.delivery_id, coalesce(d.state_code, 'waiting'), p.step_code, p.row_count, p.total_count,
           d.read_count, d.accepted_count, d.refused_count, d.duplicate_count, d.sentence_nl,
           functions.told_refusals(d.delivery_id, 200)
      from raw.receipt r
      left join raw.delivery d on d.delivery_id = r.delivery_id
      left join ops.load_progress p on p.delivery_id = d.delivery_id and d.state_code = 'received'
     where r.receipt_id = own_upload.receipt
       and r.source_code in (select s.source_code from functions.sources_in_reach(own_upload.as_of, own_upload.asker, 'see_deliveries') s);
end;
