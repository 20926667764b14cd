-- one row per staged count with its offer and the moment it expires: the end of its time to live, or sooner when its sender says so
-- The expiry is worked out once per moment and time to live: a delivery has few of them and many rows.
create function load.staged_count(delivery bigint)
returns table (
    line bigint, offer_id bigint, urgency_code text, counted_at timestamptz, free_count smallint, total_count smallint,
    reserved_count smallint, expected_7_count smallint, expected_14_count smallint, expected_28_count smallint, first_on date,
    expires_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    with lived as (
        select s.*,
               case when s.urgency_code = 'spoed' then p.ttl_spoed when source.entry_code = 'hand' then p.ttl_hand else p.ttl_fed end as time_to_live
          from raw.staged_capacity s
              join core.care_pathway p on p.care_pathway_code = s.care_pathway_code
          join raw.delivery d on d.delivery_id = s.delivery_id
          join core.source on source.source_code = d.source_code
         where s.delivery_id = delivery
    ),
    expiry as materialized (
        select moments.counted_at, moments.time_to_live, functions.expires_at(moments.counted_at, moments.time_to_live) as expires_at
          from (select distinct lived.counted_at, lived.time_to_live from lived) moments
    )
    select l.line, l.offer_id, l.urgency_code, l.counted_at, l.free_count, l.total_count, l.reserved_count, l.expected_7_count,
           l.expected_14_count, l.expected_28_count, l.first_on, least(e.expires_at, l.valid_until_at)
      from lived l
      join expiry e on e.counted_at = l.counted_at and e.time_to_live = l.time_to_live;
end;
