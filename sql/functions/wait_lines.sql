-- one row per month and region of a period, and per month of all of them together (null), with figures of one diagnosis group (null: all of them)
-- A row as functions.wait_totals gives it, with the month before it in its line, the breaks that lie between the two, and the
-- moment at which figures were read. read.wait_trend says what the breaks are.
-- after: wait_totals, wait_month, wait_breaks, wait_setting
create function functions.wait_lines(
    as_of timestamptz, layer text, only_region text, only_group text, from_month date, to_month date, kind text, method text, segment text,
    setting text, circuit text, concern text, version integer
) returns table (
    region_code text, period_from date, before_from date, break_codes text[], read_at timestamptz, mean_weeks numeric,
    median_weeks numeric, p80_weeks numeric, p90_weeks numeric, norm_weeks numeric, share_over_norm numeric, location_count bigint,
    small_location_count bigint, small_median_weeks numeric, told_location_count bigint, share_in_stop numeric, change_weeks numeric,
    change_location_count bigint, flag_codes text[], flagged_location_count bigint
)
language sql stable
begin atomic
    with span as materialized (
        select coalesce(date_trunc('month', wait_lines.from_month)::date, (m.period_from - interval '23 months')::date) as from_on,
               m.period_from as to_on, m.known_at
          from functions.wait_month(wait_lines.as_of, wait_lines.to_month, wait_lines.version) m
    ),
    monthly as materialized (
        select t.*, s.known_at as read_at, lag(t.period_from) over (partition by t.region_code order by t.period_from) as before_from
          from span s
         cross join lateral functions.wait_totals(s.known_at, s.from_on, s.to_on, null, wait_lines.layer, wait_lines.kind,
                        wait_lines.method, wait_lines.segment, wait_lines.setting, wait_lines.circuit, wait_lines.concern,
                        wait_lines.only_region, wait_lines.only_group, true) t
         where t.told_location_count > 0
           and t.diagnosis_group_code is not distinct from wait_lines.only_group
    )
    select m.region_code, m.period_from, m.before_from,
           array(select b.break_code from functions.wait_breaks(m.before_from, m.period_from, wait_lines.method) b order by b.break_on)
           || case when m.before_from is not null and m.method_change_share >= functions.wait_setting('method_change_share', m.period_from)
                   then array['method_change'] else '{}' end,
           m.read_at, m.mean_weeks, m.median_weeks, m.p80_weeks, m.p90_weeks, m.norm_weeks, m.share_over_norm, m.location_count,
           m.small_location_count, m.small_median_weeks, m.told_location_count, m.share_in_stop,
           case when m.before_from is not null then m.change_weeks end,
           case when m.before_from is not null then m.change_location_count else 0 end, m.flag_codes, m.flagged_location_count
      from monthly m;
end;
