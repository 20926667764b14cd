-- one row: how many versions of resources a delivery holds, and the newest of them
-- A delivery tells only what changed, so nothing can be gone; order is kept resource by resource, so none is older as a whole.
create function load.facts_directory(delivery bigint)
returns table (
    accepted_count bigint, order_at timestamptz, offers_before bigint, offers_kept bigint, locations_before bigint,
    locations_gone bigint, free_before bigint, free_after bigint, older_count bigint, newer_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select count(*), max(s.updated_at), 0::bigint, 0::bigint, 0::bigint, 0::bigint, null::bigint, null::bigint, 0::bigint, 0::bigint
      from raw.staged_directory s
     where s.delivery_id = delivery;
end;
