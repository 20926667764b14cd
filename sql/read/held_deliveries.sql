-- one row per delivery that waits for a person, of the regions of the asker, or of all when it may see all; oldest first
-- A delivery is of a region when its source may report for a location there or has told of one. Who looked is written down.
-- audience: app_coordinator, app_operator, auditor
create function read.held_deliveries(as_of timestamptz, asker bigint, request_id text default null) returns table (
    delivery_id bigint, source_code text, source_name text, feed_code text, file_name text, received_at timestamptz,
    reason_code text, sentence_nl text, gates jsonb, read_count integer, accepted_count integer, refused_count integer
)
language sql volatile security definer set search_path = ''
begin atomic
    select functions.record_event(
        at => held_deliveries.as_of, account => held_deliveries.asker, event_type => 'held_deliveries_read', action => 'R',
        object_type => 'delivery', request_id => held_deliveries.request_id);
    with asker as materialized (
        select a.account_id, p.scope_code
          from ops.account a
          join core.access_permission p on p.role_code = a.role_code and p.permission_code = 'see_deliveries'
         where a.account_id = held_deliveries.asker and a.is_active
    ),
    told as (
        select o.source_code, o.location_id from core.offer o
        union
        select sl.source_code, sl.location_id from core.source_location sl where sl.location_id is not null
        union
        select a.source_code, i.location_id
          from core.source_agb a
          join core.location_identifier i on i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
        union
        select a.source_code, l.location_id
          from core.source_agb a
          join core.provider_identifier i on i.system_code = 'agb' and i.value = a.agb_code and i.valid_to is null
          join core.location l on l.provider_id = i.provider_id
    )
    select d.delivery_id, d.source_code, s.name, d.feed_code, d.file_name, d.received_at, d.reason_code, d.sentence_nl, d.gates,
           d.read_count, d.accepted_count, d.refused_count
      from asker
     cross join raw.delivery d
      join core.source s on s.source_code = d.source_code
     where d.state_code = 'held'
       and (asker.scope_code = 'all'
            or (asker.scope_code = 'region' and exists (
                select from told
                  join core.location l on l.location_id = told.location_id
                  join core.postcode place on place.postcode4 = l.postcode4
                  join ops.account_scope own
                    on own.account_id = asker.account_id and own.kind_code = 'region' and own.scope_code = place.zorgkantoorregio_code
                 where told.source_code = d.source_code)))
     order by d.delivery_id;
end;
