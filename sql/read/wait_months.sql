-- one row per month that has figures, the newest first: what can be asked for, and whether it is final
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_months(as_of timestamptz) returns table (period_from date, version_number bigint, is_final boolean)
language sql stable security definer set search_path = ''
begin atomic
    select v.period_from, count(*), wait_months.as_of >= functions.month_final_at(v.period_from)
      from core.wait_version v
     where v.known_at <= wait_months.as_of
     group by v.period_from
     order by v.period_from desc;
end;
