-- one row: the staged waits of a delivery held against what its source last published; the gates judge them
-- "Before" are the locations and rows of the source's published delivery. Waits carry no free places.
create function load.facts_waiting_time(delivery bigint)
returns table (
    accepted_count bigint, order_at timestamptz, offers_before bigint, offers_kept bigint, locations_before bigint,
    locations_gone bigint, free_before bigint, free_after bigint, older_count bigint, newer_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with staged as (
        select s.location_key, s.reference_on
          from raw.staged_waiting_time s
         where s.delivery_id = delivery
    ),
    published as (
        select sl.location_key
          from raw.delivery d
          join core.source_state st on st.source_code = d.source_code
          join core.waiting_current w on w.delivery_id = st.delivery_id
          join core.source_location sl on sl.source_location_id = w.source_location_id
         where d.delivery_id = delivery
    )
    select (select count(*) from staged),
           (select max(reference_on)::timestamp at time zone 'UTC' from staged),
           (select count(*) from published),
           (select count(*) from published p where exists (select from staged s where s.location_key = p.location_key)),
           (select count(distinct location_key) from published),
           (select count(distinct p.location_key) from published p where p.location_key not in (select location_key from staged)),
           null::bigint,
           null::bigint,
           0::bigint,
           0::bigint;
end;
