-- one row: the staged rows of a delivery held against what its source last published; the gates judge them
-- after: resolve_capacity
-- frozen_days: for how long this source has told exactly these figures, night after night, each counted anew; 0 when they are new.
-- older_count and newer_count: offers counted before and after the published count; equal ones are in neither.
create function load.facts_capacity(delivery bigint)
returns table (
    accepted_count bigint, order_at timestamptz, offers_before bigint, offers_kept bigint, locations_before bigint,
    locations_gone bigint, free_before bigint, free_after bigint, older_count bigint, newer_count bigint, frozen_days integer
)
language sql security definer set search_path = ''
begin atomic
    select load.resolve_capacity(delivery);
    update raw.delivery d
       set figures_sha256 = (
           select encode(sha256(convert_to(concat_ws(' ', count(*), sum(hashtextextended(concat_ws('|',
                      s.agb_location, s.care_pathway_code, s.diagnosis_group_code, s.age_from, s.segment_code, s.urgency_code,
                      coalesce(s.free_count, -1), coalesce(s.total_count, -1), coalesce(s.expected_7_count, -1),
                      coalesce(s.expected_14_count, -1), coalesce(s.expected_28_count, -1), s.is_stop), 0))), 'UTF8')), 'hex')
             from raw.staged_capacity s
            where s.delivery_id = facts_capacity.delivery)
     where d.delivery_id = facts_capacity.delivery;
    with staged as (
        select s.offer_id, s.location_id, s.urgency_code, s.free_count, s.counted_at
          from raw.staged_capacity s
         where s.delivery_id = delivery
    ),
    published as (
        select c.offer_id, c.urgency_code, o.location_id, c.free_count, c.counted_at
          from core.capacity_current c
          join core.offer o on o.offer_id = c.offer_id
          join raw.delivery d on d.delivery_id = delivery and d.source_code = c.source_code
         where c.blank_code is distinct from 'absent'
    )
    select (select count(*) from staged),
           (select max(counted_at) from staged),
           (select count(*) from published),
           (select count(*) from published p where exists (
               select from staged s where s.offer_id = p.offer_id and s.urgency_code = p.urgency_code)),
           (select count(distinct location_id) from published),
           (select count(distinct p.location_id) from published p
             where p.location_id not in (select s.location_id from staged s where s.location_id is not null)),
           (select sum(free_count) from published),
           (select sum(free_count) from staged),
           (select count(*) from published p join staged s using (offer_id, urgency_code) where s.counted_at < p.counted_at),
           (select count(*) from published p join staged s using (offer_id, urgency_code) where s.counted_at > p.counted_at),
           (select coalesce(extract(day from max(mine.counted_at) - min(same.order_at))::integer, 0)
              from raw.delivery this
              join raw.delivery same on same.source_code = this.source_code and same.figures_sha256 = this.figures_sha256
                                    and same.state_code = 'applied'
             cross join (select max(s.counted_at) as counted_at from staged s) mine
             where this.delivery_id = facts_capacity.delivery
               and not exists (select from raw.delivery other
                                where other.source_code = this.source_code and other.state_code = 'applied'
                                  and other.order_at > same.order_at and other.figures_sha256 is distinct from this.figures_sha256));
end;
