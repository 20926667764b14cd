-- ask that the totals of a view be kept ready: whether they will be; not where a hundred others were asked for in the last hour
-- An older version of the month, and another month to hold it against than the one before, are wishes beside what each view has.
-- Who asked is not kept. The worker is woken, and makes what is waited for first. Above five hundred views or a hundred wishes,
-- those longest not asked for go.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function act.want_wait_view(
    at timestamptz, layer text, kind text, method text, segment text, setting text, circuit text, concern text,
    month date default null, compare_month date default null, version integer default null
) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    delete from core.wait_view v
     where not v.is_usual and v.view_id in (select o.view_id from core.wait_view o where not o.is_usual
                                             order by o.asked_at desc nulls last offset 500);
    delete from core.wait_wish w
     where (w.view_id, w.period_from, w.against_on, w.read_at)
        in (select o.view_id, o.period_from, o.against_on, o.read_at from core.wait_wish o order by o.asked_at desc offset 100);
    with taken as (
        insert into core.wait_view as v (layer_code, kind_code, method_code, segment_code, setting_code, circuit_code, concern_code,
                                         is_usual, asked_at)
        select want_wait_view.layer, want_wait_view.kind, want_wait_view.method, want_wait_view.segment, want_wait_view.setting,
               want_wait_view.circuit, want_wait_view.concern, false, want_wait_view.at
         where (select count(*) from core.wait_view o where o.asked_at > want_wait_view.at - interval '1 hour')
             + (select count(*) from core.wait_wish o where o.asked_at > want_wait_view.at - interval '1 hour') < 100
            on conflict (layer_code, kind_code, method_code, segment_code, setting_code, circuit_code, concern_code)
            do update set asked_at = excluded.asked_at
        returning v.view_id
    ),
    wished as (
        insert into core.wait_wish (view_id, period_from, against_on, read_at, asked_at)
        select t.view_id, m.period_from, coalesce(date_trunc('month', want_wait_view.compare_month)::date, m.before_from),
               case when want_wait_view.version is null then 'infinity' else m.known_at end, want_wait_view.at
          from taken t
         cross join lateral (select n.period_from, n.known_at, (n.period_from - interval '1 month')::date as before_from
                               from functions.wait_month(want_wait_view.at, want_wait_view.month, want_wait_view.version) n) m
         where want_wait_view.version is not null or date_trunc('month', want_wait_view.compare_month)::date <> m.before_from
            on conflict (view_id, period_from, against_on, read_at) do update set asked_at = excluded.asked_at
    )
    select count(*) > 0 from taken t where pg_notify('received', '') is not null;
end;
