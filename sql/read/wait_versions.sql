-- one row per version of a month: since when it was known, how many figures it brought or changed, whether the month was final by then
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_versions(as_of timestamptz, month date default null) returns table (
    period_from date, version_number integer, known_at timestamptz, figure_count integer, final_at timestamptz, is_correction boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select v.period_from, row_number() over (order by v.known_at, v.delivery_id)::integer, v.known_at, v.figure_count,
           functions.month_final_at(v.period_from),
           v.known_at >= functions.month_final_at(v.period_from) and row_number() over (order by v.known_at, v.delivery_id) > 1
      from functions.wait_month(wait_versions.as_of, wait_versions.month, null) m
      join core.wait_version v on v.period_from = m.period_from and v.known_at <= wait_versions.as_of
     order by v.known_at, v.delivery_id;
end;
