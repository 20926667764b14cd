-- one row per offer of these locations and urgency it takes part in, for who states its places: what was told last, and what it needs
-- told: as functions.told_place gives it; version: what must come back with a new statement. state_code is of what readers see now.
-- is_under_way: a statement of it is on its way. call_count: calls of the last 28 days, wrong_count those that found it otherwise
-- and wait to be worked off. shown_count and top_count: in how many lists it fitted, and in how many among the first ten.
-- after: dutch_date, offer_state, told_place
create function functions.stated_offers(as_of timestamptz, locations bigint[]) returns table (
    location_id bigint, location_name text, provider_name text, consult_phone text, offer_id bigint, urgency_code text, care_pathway_code text,
    diagnosis_group_code text, segment_code text, age_from smallint, age_to smallint, unit_code text, name_nl text, name_en text,
    status_code text, unknown_code text, counted_at timestamptz, expires_at timestamptz, source_code text, told jsonb, version text,
    is_under_way boolean, call_count bigint, wrong_count bigint, shown_count bigint, top_count bigint
)
language sql stable
begin atomic
    select l.location_id, l.name, p.name, l.consult_phone, s.offer_id, u.urgency_code, s.care_pathway_code, s.diagnosis_group_code, s.segment_code,
           s.age_from, s.age_to, w.unit_code,
           concat_ws(', ', case when g.is_split then g.short_name_nl end, w.name_nl), concat_ws(', ', case when g.is_split then g.name_en end, w.name_en),
           s.status_code, s.unknown_code, s.counted_at, s.expires_at, s.source_code, t.told, md5(t.told::text),
           exists (select from core.entered_capacity e
                     join raw.receipt r on r.receipt_id = e.receipt_id
                     left join raw.delivery d on d.delivery_id = r.delivery_id
                    where e.offer_id = s.offer_id and e.urgency_code = u.urgency_code and (r.delivery_id is null or d.state_code in ('received', 'failed'))),
           calls.call_count, calls.wrong_count, shown.list_count, shown.top_count
      from core.urgency u
     cross join lateral functions.offer_state(stated_offers.as_of, u.urgency_code) s
      join core.location l on l.location_id = s.location_id
      join core.provider p on p.provider_id = l.provider_id
      join core.care_pathway w on w.care_pathway_code = s.care_pathway_code
      join core.diagnosis_group g on g.diagnosis_group_code = s.diagnosis_group_code
     cross join lateral (select functions.told_place(stated_offers.as_of, s.offer_id, u.urgency_code) as told offset 0) t
     cross join lateral (
         select count(*) as call_count, count(*) filter (where not c.is_as_shown and c.handled_at is null) as wrong_count
           from core.call_outcome c
          where c.offer_id = s.offer_id and c.urgency_code = u.urgency_code
            and c.called_at <= stated_offers.as_of and c.called_at > stated_offers.as_of - interval '28 days') calls
     cross join lateral (
         select coalesce(sum(n.list_count), 0) as list_count, coalesce(sum(n.top_count), 0) as top_count
           from core.shown_count n
          where n.offer_id = s.offer_id and n.shown_on > functions.dutch_date(stated_offers.as_of) - 28
            and n.shown_on <= functions.dutch_date(stated_offers.as_of)) shown
     where u.has_places and s.location_id = any (stated_offers.locations)
     order by p.name, l.name, l.location_id, w.sort_order, g.sort_order, s.age_from, s.segment_code, s.offer_id, u.sort_order;
end;
