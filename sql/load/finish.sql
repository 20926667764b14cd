-- write how a delivery ended; its staged rows go, and how far it was
create function load.finish(
    delivery bigint, state text, read_count integer, accepted_count integer, refused_count integer, duplicate_count integer,
    reason text, sentence text, gates jsonb, order_at timestamptz, content_sha256 text, result_sha256 text, finished_at timestamptz
) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.delivery d
       set state_code = finish.state,
           read_count = finish.read_count,
           accepted_count = finish.accepted_count,
           refused_count = finish.refused_count,
           duplicate_count = finish.duplicate_count,
           reason_code = finish.reason,
           sentence_nl = finish.sentence,
           gates = finish.gates,
           order_at = finish.order_at,
           content_sha256 = finish.content_sha256,
           result_sha256 = finish.result_sha256,
           finished_at = finish.finished_at
     where d.delivery_id = finish.delivery;
    delete from ops.load_progress p where p.delivery_id = finish.delivery;
    delete from raw.staged_capacity s where s.delivery_id = finish.delivery;
    delete from raw.staged_waiting_time s where s.delivery_id = finish.delivery;
    delete from raw.staged_directory s where s.delivery_id = finish.delivery;
    delete from raw.staged_population s where s.delivery_id = finish.delivery;
end;
