-- one row: what the pipeline must know of a source and of its published delivery; no row for an unknown source
create function load.source_facts(source text)
returns table (
    source_code text, feed_code text, name text, is_any_agb boolean, is_historic boolean, is_active boolean, applied_delivery_id bigint,
    applied_sha256 text, applied_content_sha256 text, applied_order_at timestamptz, applied_read_count integer
)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code, s.feed_code, s.name, s.is_any_agb, s.is_historic, s.is_active, d.delivery_id, d.sha256, d.content_sha256,
           st.order_at, d.read_count
      from core.source s
      left join core.source_state st on st.source_code = s.source_code
      left join raw.delivery d on d.delivery_id = st.delivery_id
     where s.source_code = source_facts.source;
end;
