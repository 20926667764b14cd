-- nothing: the figures of some months stand ready in core.wait_figure after it, as they were known at read_at, where they did not
-- Called with the lock of the months of waits held. A month of which nothing was known then is left alone.
create function load.keep_wait_figures(read_at timestamptz, months date[]) returns void
language plpgsql security definer set search_path = ''
as $$
declare
    made core.wait_figure_month[];
begin
    delete from core.wait_figure_month m
     where not exists (select from ops.release r where m.release_sha256 = r.logic_sha256 || r.reference_sha256);
    with kept as (
        insert into core.wait_figure_month (period_from, known_at, release_sha256, until_at)
        select m.month, w.known_at, r.logic_sha256 || r.reference_sha256, w.until_at
          from (select distinct u.month from unnest(months) u (month)) m
         cross join lateral functions.wait_word(read_at, m.month, null) w
         cross join ops.release r
            on conflict do nothing
        returning wait_figure_month
    )
    select array_agg(k.wait_figure_month) into made from kept k;
    insert into core.wait_figure
    select c.*, m.known_at
      from unnest(made) m
     cross join lateral functions.wait_figures_computed(read_at, m.period_from, m.period_from) c
     order by c.method_code, c.source_location_id;
end;
$$;
