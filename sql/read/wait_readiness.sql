-- one row: whether a view of a month, and the lines of two years up to it, stand ready or can be computed while one waits
-- Computed while one waits is what counts no more figures than core.wait_setting's direct_figure_count; one of a month whose figures
-- do not stand ready (core.wait_figure) counts for ten. Of an older version all is as it was known then. made_month_count of
-- month_count are ready. One line alone reads no less than all of them, for each of its months is held against the one before.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_readiness(
    as_of timestamptz, layer text default 'zorgkantoorregio', month date default null, compare_month date default null,
    kind text default 'total', method text default 'retrospective', segment text default null, setting text default 'ambulant',
    circuit text default null, concern text default null, version integer default null
) returns table (
    is_matrix_ready boolean, is_line_ready boolean, month_count bigint, made_month_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with moment as materialized (
        select m.period_from as to_on, (m.period_from - interval '23 months')::date as from_on, m.known_at,
               coalesce(date_trunc('month', wait_readiness.compare_month)::date, (m.period_from - interval '1 month')::date) as before_from
          from functions.wait_month(wait_readiness.as_of, wait_readiness.month, wait_readiness.version) m
    ),
    told as materialized (
        select v.period_from,
               sum(v.figure_count) * case when count(f.period_from) > 0 then 1 else 10 end as figure_count
          from moment m
          join core.wait_version v
            on (v.period_from between (m.from_on - interval '1 month')::date and m.to_on or v.period_from = m.before_from)
           and v.known_at <= m.known_at
          left join (core.wait_figure_month f join ops.release r on f.release_sha256 = r.logic_sha256 || r.reference_sha256)
            on f.period_from = v.period_from and f.known_at <= m.known_at and (f.until_at is null or f.until_at > m.known_at)
         group by v.period_from
    ),
    ready as materialized (
        select r.period_from
          from moment m
         cross join lateral functions.wait_ready(m.known_at, m.from_on, m.to_on, null, wait_readiness.layer, wait_readiness.kind,
                        wait_readiness.method, wait_readiness.segment, wait_readiness.setting, wait_readiness.circuit,
                        wait_readiness.concern) r
    ),
    matrix as materialized (
        select count(*) > 0 as is_ready
          from moment m
         cross join lateral functions.wait_ready(m.known_at, m.to_on, m.to_on, m.before_from, wait_readiness.layer, wait_readiness.kind,
                        wait_readiness.method, wait_readiness.segment, wait_readiness.setting, wait_readiness.circuit,
                        wait_readiness.concern) r
    ),
    counted as (
        select functions.wait_setting('direct_figure_count', m.to_on) as most,
               count(*) filter (where t.period_from between m.from_on and m.to_on) as month_count,
               count(*) filter (where t.period_from in (select r.period_from from ready r)) as made_count,
               sum(t.figure_count) filter (where t.period_from in (m.to_on, m.before_from)) as matrix_figures,
               sum(t.figure_count) filter (where t.period_from between m.from_on and m.to_on
                                             and t.period_from not in (select r.period_from from ready r)) as line_figures
          from moment m
         cross join told t
         group by m.to_on, m.from_on, m.before_from
    )
    select x.is_ready or coalesce(c.matrix_figures, 0) <= c.most, coalesce(c.line_figures, 0) <= c.most, c.month_count, c.made_count
      from counted c
     cross join matrix x;
end;
