-- nothing: complex groups against light ones, over the half year that ends with a month, stand ready in core.wait_ratio after it
-- Called with the lock of the months of waits held. A half year with a word that is not known yet at as_of is left alone.
create function load.keep_wait_ratios(as_of timestamptz, month date) returns void
language plpgsql security definer set search_path = ''
as $$
begin
    delete from core.wait_ratio_month m
     where not exists (select from ops.release r where m.release_sha256 = r.logic_sha256 || r.reference_sha256);
    with span as (
        select (month - interval '5 months')::date as from_on, max(v.known_at) as known_at
          from core.wait_version v
         where v.period_from between (month - interval '5 months')::date and month
    ),
    kept as (
        insert into core.wait_ratio_month (method_code, period_from, known_at, release_sha256)
        select m.method_code, month, s.known_at, r.logic_sha256 || r.reference_sha256
          from core.wait_method m
         cross join span s
         cross join ops.release r
         where s.known_at <= as_of
           and exists (select from core.waiting_time t
                        where t.method_code = m.method_code and t.reference_on >= s.from_on
                          and t.reference_on < (month + interval '1 month')::date)
            on conflict do nothing
        returning method_code
    )
    insert into core.wait_ratio
    select k.method_code, month, r.*
      from kept k
     cross join lateral functions.wait_ratios(as_of, (month - interval '5 months')::date, month, 'intake', k.method_code, null, 'ambulant',
                    null) r;
end;
$$;
