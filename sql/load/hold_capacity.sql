-- blank what a held delivery lowers, and take over the blanks of an older held one
-- The safe direction: an offer that the delivery names with fewer places, with no count or with a stop for everybody
-- becomes unknown at once; more places wait for a person, and rows that are absent blank nothing.
create function load.hold_capacity(delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    update core.capacity_current c
       set blank_code = 'held_lower', blank_delivery_id = delivery
      from raw.staged_capacity s
     where s.delivery_id = delivery and c.offer_id = s.offer_id and c.urgency_code = s.urgency_code
       and (c.blank_code is null or c.blank_code = 'held_lower')
       and (
           (s.free_count < c.free_count)
           or (s.free_count is null and c.free_count is not null)
           or (s.is_stop and coalesce(cardinality(s.stop_concern_codes), 0) = 0 and not exists (
               select from core.closure k
                where k.offer_id = c.offer_id and k.concern_code is null and k.withdrawn_by is null))
       );
    update core.capacity_current c
       set blank_delivery_id = delivery
      from raw.delivery mine, raw.delivery older
     where mine.delivery_id = delivery and older.source_code = mine.source_code and older.state_code = 'held'
       and older.delivery_id <> mine.delivery_id and c.blank_delivery_id = older.delivery_id and c.blank_code = 'held_lower';
    update raw.delivery older
       set state_code = 'superseded', reason_code = 'overtaken'
      from raw.delivery mine
     where mine.delivery_id = delivery and older.source_code = mine.source_code and older.state_code = 'held'
       and older.delivery_id <> mine.delivery_id;
end;
