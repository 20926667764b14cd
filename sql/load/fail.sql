-- mark a delivery whose load met a fault of ours; its bytes stay and it can be replayed
create function load.fail(delivery bigint, sentence text) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.delivery d
       set state_code = 'failed', reason_code = 'fault', sentence_nl = fail.sentence
     where d.delivery_id = fail.delivery and d.state_code = 'received';
end;
