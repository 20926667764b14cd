-- one row: whether a view of a month, the lines of two years up to it, and one of these stand ready or can be computed while one waits
-- Computed while one waits is what counts no more figures than core.wait_setting's direct_figure_count; one of a month whose figures
-- do not stand ready (core.wait_figure) counts for ten. An earlier version of the month, or a comparison with another than the month
-- before, is not kept, and always computed. made_month_count of month_count are ready.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_readiness(
    as_of timestamptz, layer text default 'zorgkantoorregio', diagnosis_group text default null, month date default null,
    compare_month date default null, kind text default 'total', method text default 'retrospective', segment text default null,
    setting text default 'ambulant', circuit text default null, concern text default null, version integer default null
) returns table (
    is_matrix_ready boolean, is_line_ready boolean, is_one_line_ready boolean, is_kept boolean, month_count bigint, made_month_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with moment as materialized (
        select m.period_from as to_on, (m.period_from - interval '23 months')::date as from_on, m.known_at,
               not exists (select from core.wait_version v
                            where v.period_from = m.period_from and v.known_at > m.known_at
                              and v.known_at <= wait_readiness.as_of)
               and coalesce(date_trunc('month', wait_readiness.compare_month)::date = (m.period_from - interval '1 month')::date, true) as is_kept
          from functions.wait_month(wait_readiness.as_of, wait_readiness.month, wait_readiness.version) m
    ),
    told as materialized (
        select v.period_from, count(f.period_from) > 0 as has_figures,
               sum(v.figure_count) * case when count(f.period_from) > 0 then 1 else 10 end as figure_count
          from moment m
          join core.wait_version v on v.period_from between (m.from_on - interval '1 month')::date and m.to_on
          left join (core.wait_figure_month f join ops.release r on f.release_sha256 = r.logic_sha256 || r.reference_sha256)
            on f.period_from = v.period_from
         group by v.period_from
    ),
    ready as materialized (
        select r.period_from
          from moment m
         cross join lateral functions.wait_ready(m.known_at, m.from_on, m.to_on, null, wait_readiness.layer, wait_readiness.kind,
                        wait_readiness.method, wait_readiness.segment, wait_readiness.setting, wait_readiness.circuit,
                        wait_readiness.concern) r
    ),
    counted as (
        select m.to_on, m.is_kept, functions.wait_setting('direct_figure_count', m.to_on) as most,
               count(*) filter (where t.period_from >= m.from_on) as month_count,
               count(*) filter (where t.period_from in (select r.period_from from ready r)) as made_count,
               sum(t.figure_count) filter (where t.period_from >= (m.to_on - interval '1 month')::date) as matrix_figures,
               sum(t.figure_count) filter (where t.period_from >= m.from_on and t.period_from not in (select r.period_from from ready r))
                   as line_figures,
               -- of one group or region the figures are read by themselves, where they stand ready
               bool_and(t.has_figures) as has_figures
          from moment m
         cross join told t
         group by m.to_on, m.is_kept, m.from_on
    )
    select not c.is_kept or c.to_on in (select r.period_from from ready r) or c.matrix_figures <= c.most,
           few.is_so or (wait_readiness.diagnosis_group is not null and c.has_figures), few.is_so or c.has_figures, c.is_kept,
           c.month_count, c.made_count
      from counted c
     cross join lateral (select coalesce(c.line_figures, 0) <= c.most as is_so) few;
end;
