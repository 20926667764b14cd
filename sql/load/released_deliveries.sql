-- one row per held delivery that a person released on a page and that is not loaded yet, oldest decision first
create function load.released_deliveries() returns table (delivery_id bigint, source_code text)
language sql stable security definer set search_path = ''
begin atomic
    select d.delivery_id, d.source_code
      from raw.delivery d
     where d.state_code = 'held' and d.decided_at is not null
     order by d.decided_at, d.delivery_id;
end;
