-- one row per active source with an agreed rhythm that has not delivered in time, or never, or only old counts; the most hidden places first
-- Late is: the last applied delivery is older than the rhythm plus its grace. Behind a late source stand the offers whose
-- count came from it and no longer holds (stale or blanked) and the places last told there; a stopped offer hides nothing.
-- has_old_counts is a source that delivered in time, but of which places are hidden because their counts are stale: only those count.
-- With a region: sources with an offer, a matched location or an AGB code there, and those that cannot be placed anywhere;
-- and the locations there of which each tells, [{location_id, name}].
-- audience: app_coordinator, app_operator
create function read.late_deliveries(as_of timestamptz, region text default null) returns table (
    source_code text, source_name text, feed_code text, entry_code text, contact_name text, contact_phone text,
    last_applied_at timestamptz, order_at timestamptz, expected_every interval, late_since timestamptz, is_never boolean,
    hidden_offer_count bigint, hidden_place_count bigint, locations jsonb, has_old_counts boolean
)
language sql stable security definer set search_path = ''
begin atomic
    with hidden as materialized (
        select s.source_code, s.offer_id, s.unknown_code = 'stale' as is_stale, s.told_count
          from functions.region_offer_state(late_deliveries.as_of, late_deliveries.region) s
         where s.status_code = 'unknown'
    ),
    judged as materialized (
        select s.*, state.applied_at, state.order_at,
               functions.late_since(state.applied_at, s.expected_every, s.grace) as late_since,
               state.applied_at is null
               or functions.late_since(state.applied_at, s.expected_every, s.grace) < late_deliveries.as_of as is_overdue
          from core.source s
          left join core.source_state state on state.source_code = s.source_code
         where s.is_active and not s.is_historic and s.expected_every is not null
    ),
    counted as (
        select j.source_code, count(distinct h.offer_id) as offer_count, coalesce(sum(h.told_count), 0) as place_count
          from judged j
          left join hidden h on h.source_code = j.source_code and (j.is_overdue or h.is_stale)
         group by 1
    ),
    late as materialized (
        select j.*, c.offer_count, c.place_count
          from judged j
          join counted c on c.source_code = j.source_code
         where j.is_overdue or c.place_count > 0
    ),
    told as materialized (
        select t.source_code, t.location_id from functions.told_locations(array[late_deliveries.region]) t
        union
        select c.source_code, o.location_id
          from core.postcode place
          join core.location l on l.postcode4 = place.postcode4
          join core.offer o on o.location_id = l.location_id
          join core.capacity_current c on c.offer_id = o.offer_id
         where place.zorgkantoorregio_code = late_deliveries.region
    )
    select late.source_code, late.name, late.feed_code, late.entry_code, late.contact_name, late.contact_phone,
           late.applied_at, late.order_at, late.expected_every, late.late_since, late.applied_at is null,
           late.offer_count, late.place_count,
           (select coalesce(jsonb_agg(jsonb_build_object('location_id', l.location_id, 'name', l.name)
                                     order by functions.name_order(l.name), l.location_id), '[]')
              from told
              join core.location l on l.location_id = told.location_id
             where told.source_code = late.source_code),
           not late.is_overdue
      from late
     where late_deliveries.region is null
        or late.source_code in (select told.source_code from told)
        or not functions.is_placed(late.source_code)
     order by late.place_count desc, late.offer_count desc, late.applied_at nulls last, late.source_code;
end;
