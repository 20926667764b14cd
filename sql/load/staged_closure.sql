-- one row per stop that a staged capacity row names: its offer, and the insurer concern when it is for one only
create function load.staged_closure(delivery bigint)
returns table (
    line bigint, location_id bigint, offer_id bigint, concern_code text, reason_code text, from_on date, until_on date, counted_on date
)
language sql stable security definer set search_path = ''
begin atomic
    select distinct on (s.offer_id, concern.code)
           s.line, s.location_id, s.offer_id, concern.code, coalesce(s.stop_reason_code, 'unknown'), s.stop_from, s.stop_until,
           (s.counted_at at time zone 'Europe/Amsterdam')::date
      from raw.staged_capacity s
     cross join lateral (
         select unnest(s.stop_concern_codes) as code
         union all
         select null where coalesce(cardinality(s.stop_concern_codes), 0) = 0
     ) concern
     where s.delivery_id = delivery and s.is_stop and s.is_effective
     order by s.offer_id, concern.code, s.line;
end;
