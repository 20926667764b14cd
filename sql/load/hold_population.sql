-- nothing shown is lowered by a held population delivery; it takes the place of an older held one
create function load.hold_population(delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.delivery older
       set state_code = 'superseded', reason_code = 'overtaken'
      from raw.delivery mine
     where mine.delivery_id = delivery and older.source_code = mine.source_code and older.state_code = 'held'
       and older.delivery_id <> mine.delivery_id;
end;
