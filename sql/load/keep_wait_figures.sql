-- nothing: the figures of some months stand ready in core.wait_figure after it, where they did not
-- Called with the lock of the months of waits held. A month with a word that is not known yet at as_of is left alone.
create function load.keep_wait_figures(as_of timestamptz, months date[]) returns void
language plpgsql security definer set search_path = '' set jit = off
as $$
declare
    made date[];
begin
    delete from core.wait_figure_month m
     where not exists (select from ops.release r where m.release_sha256 = r.logic_sha256 || r.reference_sha256);
    with told as (
        select v.period_from,
               greatest(max(v.known_at),
                        (select max(greatest(f.known_at, f.lifted_at)) from core.wait_flag f
                          where f.reference_on >= v.period_from
                            and f.reference_on < (v.period_from + interval '1 month')::date)) as known_at
          from core.wait_version v
         where v.period_from = any (months)
           and not exists (select from core.wait_figure_month m where m.period_from = v.period_from)
         group by v.period_from
    ),
    kept as (
        insert into core.wait_figure_month (period_from, known_at, release_sha256)
        select t.period_from, t.known_at, r.logic_sha256 || r.reference_sha256
          from told t
         cross join ops.release r
         where t.known_at <= as_of
        returning period_from
    )
    select array_agg(k.period_from) into made from kept k;
    insert into core.wait_figure
    select c.*
      from unnest(made) m (period_from)
     cross join lateral functions.wait_figures_computed(as_of, m.period_from, m.period_from) c
     order by c.method_code, c.source_location_id;
end;
$$;
