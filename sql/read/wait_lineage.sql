-- one row: the delivery and line that told a wait of a location, the wait as it was read from it, and the cells of that line
-- Waits in weeks are public figures; the counts of waiting places on the same line are not told, nor stops for one insurer.
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.wait_lineage(as_of timestamptz, location bigint, delivery bigint, line bigint) returns table (
    location_id bigint, delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, sha256 text,
    line bigint, delivered_at timestamptz, received_at timestamptz, reference_on date, version smallint,
    intake_weeks numeric, intake_state text, intake_literal text, treatment_weeks numeric, treatment_state text,
    treatment_literal text, cells jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select sl.location_id, d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.sha256, w.line, d.delivered_at,
           d.received_at, w.reference_on, w.version, w.intake_weeks, w.intake_state, w.intake_literal, w.treatment_weeks,
           w.treatment_state, w.treatment_literal,
           functions.lineage_cells(d.feed_code, 'wait', d.delivery_id, w.line, w.intake_state = 'stop')
      from core.source_location sl
      join core.waiting_time w on w.source_location_id = sl.source_location_id
      join raw.delivery d on d.delivery_id = w.delivery_id
      join core.source s on s.source_code = d.source_code
     where sl.location_id = wait_lineage.location and w.delivery_id = wait_lineage.delivery and w.line = wait_lineage.line
       and w.insurer_literal = '' and w.reference_on <= functions.dutch_date(wait_lineage.as_of);
end;
