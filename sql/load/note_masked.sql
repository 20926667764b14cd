-- write down how many numbers were masked in a delivery's bytes, known when the last of them was kept
create function load.note_masked(delivery bigint, masked_count integer) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.delivery d set masked_count = note_masked.masked_count where d.delivery_id = note_masked.delivery;
end;
