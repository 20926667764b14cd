-- ask that the totals of a view be kept ready: whether they will be; not where a hundred others were asked for in the last hour
-- Who asked is not kept. The worker is woken, and makes them newest month first. Above five hundred, those longest not asked for go.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function act.want_wait_view(
    at timestamptz, layer text, kind text, method text, segment text, setting text, circuit text, concern text
) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    delete from core.wait_view v
     where not v.is_usual and v.view_id in (select o.view_id from core.wait_view o where not o.is_usual
                                             order by o.asked_at desc nulls last offset 500);
    with wanted as (
        insert into core.wait_view as v (layer_code, kind_code, method_code, segment_code, setting_code, circuit_code, concern_code,
                                         is_usual, asked_at)
        select want_wait_view.layer, want_wait_view.kind, want_wait_view.method, want_wait_view.segment, want_wait_view.setting,
               want_wait_view.circuit, want_wait_view.concern, false, want_wait_view.at
         where (select count(*) from core.wait_view o where o.asked_at > want_wait_view.at - interval '1 hour') < 100
            on conflict (layer_code, kind_code, method_code, segment_code, setting_code, circuit_code, concern_code)
            do update set asked_at = excluded.asked_at
        returning v.view_id
    )
    select count(*) > 0 from wanted w where pg_notify('received', '') is not null;
end;
