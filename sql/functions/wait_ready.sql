-- one row per month of a period whose totals of a view stand ready in core.wait_total, with the key by which they stand there
-- They do when nothing they were made of changed since, and the question is about what was known in the span they hold for. Each
-- month against the one before it, or against compare_on.
create function functions.wait_ready(
    read_at timestamptz, from_on date, to_on date, compare_on date, layer text, kind text, method text, segment text, setting text,
    circuit text, concern text
) returns table (view_id bigint, period_from date, against_on date, known_at timestamptz)
language sql stable
begin atomic
    select m.view_id, m.period_from, m.against_on, m.known_at
      from core.wait_view v
      join core.wait_view_month m on m.view_id = v.view_id
      join ops.release r on m.release_sha256 = r.logic_sha256 || r.reference_sha256
     where v.layer_code = wait_ready.layer and v.kind_code = wait_ready.kind and v.method_code = wait_ready.method
       and v.segment_code is not distinct from wait_ready.segment and v.setting_code is not distinct from wait_ready.setting
       and v.circuit_code is not distinct from wait_ready.circuit and v.concern_code is not distinct from wait_ready.concern
       and m.period_from between wait_ready.from_on and wait_ready.to_on
       and m.against_on = coalesce(wait_ready.compare_on, (m.period_from - interval '1 month')::date)
       and m.known_at <= wait_ready.read_at and (m.until_at is null or m.until_at > wait_ready.read_at)
       -- regions that were drawn anew within the months asked for: then places lie where they lie in the last
       and not exists (select from core.municipality_region d
                        where d.layer_code = wait_ready.layer and d.valid_to > m.period_from and d.valid_to <= wait_ready.to_on);
end;
