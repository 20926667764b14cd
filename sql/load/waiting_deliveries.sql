-- one row per delivery that was received and not loaded yet (its run was broken off, or it came in through the web), oldest first
create function load.waiting_deliveries() returns table (delivery_id bigint, source_code text, feed_code text)
language sql stable security definer set search_path = ''
begin atomic
    select d.delivery_id, d.source_code, d.feed_code from raw.delivery d where d.state_code = 'received' order by d.delivery_id;
end;
