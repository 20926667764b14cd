-- make a delivery the published one of its source; older deliveries of the source that are still held are overtaken
create function load.publish(delivery bigint, order_at timestamptz, applied_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    insert into core.source_state (source_code, delivery_id, order_at, applied_at)
    select d.source_code, d.delivery_id, publish.order_at, publish.applied_at from raw.delivery d where d.delivery_id = publish.delivery
        on conflict (source_code) do update
       set delivery_id = excluded.delivery_id,
           order_at = greatest(source_state.order_at, excluded.order_at),
           applied_at = excluded.applied_at;
    update raw.delivery h
       set state_code = 'superseded', reason_code = 'overtaken'
      from raw.delivery d
     where d.delivery_id = publish.delivery and h.source_code = d.source_code and h.state_code = 'held'
       and h.delivery_id <> d.delivery_id and h.order_at <= publish.order_at;
end;
