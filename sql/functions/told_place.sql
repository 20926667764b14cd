-- what was last told of an offer for an urgency, by the names of the form transferpunt/manual/1: a statement under way, else what stands
-- Whether it still holds or not, for it is shown to who told it, to tell it again. A first day that has passed is left out. A stop is
-- one for everybody, else that of single insurers; of several the reason and the end that promise least. Nothing told is {}.
-- Weeks of waiting are those that the form itself told.
-- after: dutch_date, stated_weeks
create function functions.told_place(as_of timestamptz, offer bigint, urgency text) returns jsonb
language sql stable
begin atomic
    select coalesce(
        (select e.told
           from core.entered_capacity e
           join raw.receipt r on r.receipt_id = e.receipt_id
           left join raw.delivery d on d.delivery_id = r.delivery_id
          where e.offer_id = told_place.offer and e.urgency_code = told_place.urgency and e.told is not null
            and (r.delivery_id is null or d.state_code in ('received', 'failed'))
          order by e.receipt_id desc
          limit 1),
        (select jsonb_strip_nulls(jsonb_build_object(
                    'free_count', c.free_count, 'total_count', c.total_count, 'reserved_count', c.reserved_count,
                    'expected_7_count', c.expected_7_count, 'expected_14_count', c.expected_14_count, 'expected_28_count', c.expected_28_count,
                    'first_on', case when c.first_on >= today.on_date then c.first_on end,
                    'entry_route_codes', case when o.entry_route_codes <> '{}' then to_jsonb(o.entry_route_codes) end,
                    'responsible_code', nullif(o.responsible_code, 'unknown'),
                    'exclusions', told.exclusions, 'exclusion_reason', told.reason, 'exclusion_valid_to', told.valid_to,
                    'stop_reason_code', stop.reason_code, 'stop_from', stop.from_on, 'stop_until', stop.until_on,
                    'stop_concern_codes', to_jsonb(stop.concern_codes)))
                || functions.stated_weeks(o.offer_id, today.on_date)
           from core.offer o
          cross join (select functions.dutch_date(told_place.as_of) as on_date) today
           left join core.capacity_current c on c.offer_id = o.offer_id and c.urgency_code = told_place.urgency
          cross join lateral (
              select jsonb_object_agg(x.criterion_code, x.value_code) as exclusions, min(x.reason) as reason, min(x.valid_to) as valid_to
                from core.offer_exclusion x
               where x.offer_id = o.offer_id and x.value_code <> 'unknown'
          ) told
          cross join lateral (
              select min(k.reason_code) as reason_code, min(k.from_on) as from_on,
                     case when bool_and(k.until_on is not null) then max(k.until_on) end as until_on,
                     array_agg(distinct k.concern_code order by k.concern_code) filter (where k.concern_code is not null) as concern_codes
                from core.closure k
               where k.offer_id = o.offer_id and k.withdrawn_by is null and (k.until_on is null or k.until_on >= today.on_date)
                 and (k.concern_code is null or not exists (
                     select from core.closure whole
                      where whole.offer_id = o.offer_id and whole.withdrawn_by is null and whole.concern_code is null
                        and (whole.until_on is null or whole.until_on >= today.on_date)))
          ) stop
          where o.offer_id = told_place.offer));
end;
