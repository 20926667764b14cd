-- one row per offer that takes part in the urgency: what its newest count says at the moment as_of
-- Every list, total and map takes its places from here, so that a stale, blanked or stopped count can nowhere look free:
-- free_count and the expected columns are null unless the status is free, expected or full. An offer takes part in each
-- urgency it has a count for; one without any count takes part in regulier, as never told. A stop counts here when it is
-- for everybody: its location or offer, all insurers, and all diagnosis groups or exactly the offer's own. A pathway
-- without places has no row. told_count is the number as last told, whether it still holds or not: never show it as free.
-- after: dutch_date, unknown_code, status_code, expected_count, expected_by
create function functions.offer_state(as_of timestamptz, urgency text) returns table (
    offer_id bigint, location_id bigint, care_pathway_code text, diagnosis_group_code text, segment_code text,
    age_from smallint, age_to smallint, entry_route_codes text[], status_code text, unknown_code text,
    free_count integer, expected_count integer, expected_by date, first_on date, told_count integer,
    counted_at timestamptz, expires_at timestamptz, source_code text, delivery_id bigint, line bigint
)
language sql stable parallel safe
begin atomic
    select o.offer_id, o.location_id, o.care_pathway_code, o.diagnosis_group_code, o.segment_code,
           o.age_from, o.age_to, o.entry_route_codes, status.code,
           case status.code when 'unknown' then said.unknown_code end,
           case when status.code in ('free', 'expected', 'full') then c.free_count::integer end,
           case when status.code in ('free', 'expected', 'full') then said.expected_count end,
           case when status.code in ('free', 'expected') then
               functions.expected_by(said.counted_on, c.expected_7_count, c.expected_14_count, c.expected_28_count, said.today) end,
           case when status.code in ('free', 'expected') then c.first_on end,
           c.free_count::integer,
           c.counted_at, c.expires_at, coalesce(c.source_code, o.source_code), c.delivery_id, c.line
      from core.offer o
      join core.care_pathway p on p.care_pathway_code = o.care_pathway_code and p.has_places
      left join core.capacity_current c on c.offer_id = o.offer_id and c.urgency_code = offer_state.urgency
     cross join lateral (
         select functions.unknown_code(offer_state.as_of, c.counted_at, c.expires_at, c.free_count, c.blank_code) as unknown_code,
                functions.expected_count(functions.dutch_date(c.counted_at), c.expected_7_count, c.expected_14_count,
                                         c.expected_28_count, functions.dutch_date(offer_state.as_of)) as expected_count,
                functions.dutch_date(c.counted_at) as counted_on,
                functions.dutch_date(offer_state.as_of) as today
     ) said
     cross join lateral (
         select functions.status_code(
             exists (select from core.closure k
                      where k.location_id = o.location_id and k.withdrawn_by is null and k.concern_code is null
                        and (k.offer_id is null or k.offer_id = o.offer_id)
                        and (k.diagnosis_group_code is null or k.diagnosis_group_code = o.diagnosis_group_code)
                        and k.from_on <= said.today and (k.until_on is null or k.until_on >= said.today)),
             said.unknown_code, c.free_count, said.expected_count
         ) as code
        offset 0
     ) status
     where c.offer_id is not null
        or (offer_state.urgency = 'regulier'
            and not exists (select from core.capacity_current other where other.offer_id = o.offer_id));
end;
