-- overtake an older held delivery of the same source; a held delivery of waits blanks nothing, for waits are dated
create function load.hold_waiting_time(delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.delivery older
       set state_code = 'superseded', reason_code = 'overtaken'
      from raw.delivery mine
     where mine.delivery_id = delivery and older.source_code = mine.source_code and older.state_code = 'held'
       and older.delivery_id <> mine.delivery_id;
end;
