-- one row for one question about a month: the month, the moment at which its figures are read, and what version that is
-- Without a month the newest that has figures. Without a version all that is known at as_of; with one, what was known when
-- it was the newest. A version is the number of deliveries taken up; correction_count are those since the month is final, but for the
-- first: what was never told before is no correction.
-- after: month_final_at
create function functions.wait_month(as_of timestamptz, month date, version integer) returns table (
    period_from date, known_at timestamptz, version_code text, version_number integer, correction_count integer
)
language sql stable
begin atomic
    with asked as (
        select coalesce(date_trunc('month', wait_month.month)::date,
                        (select max(v.period_from) from core.wait_version v where v.known_at <= wait_month.as_of)) as period_from
    ),
    numbered as (
        select v.period_from, v.known_at, row_number() over (order by v.known_at, v.delivery_id) as number
          from core.wait_version v
          join asked on asked.period_from = v.period_from
         where v.known_at <= wait_month.as_of
    ),
    reading as (
        select asked.period_from,
               case when wait_month.version is null then wait_month.as_of
                    else (select max(n.known_at) from numbered n where n.number <= wait_month.version) end as known_at
          from asked
    ),
    told as (
        select r.period_from, r.known_at,
               (select count(*) from numbered n where n.known_at <= r.known_at)::integer as version_number,
               (select count(*) from numbered n
                 where n.number > 1 and n.known_at <= r.known_at
                   and n.known_at >= functions.month_final_at(r.period_from))::integer as correction_count
          from reading r
    )
    select t.period_from, t.known_at,
           -- a version that was followed by another before the month was final stays provisional
           case when t.correction_count > 0 then 'corrected'
                when wait_month.as_of < functions.month_final_at(t.period_from) then 'provisional'
                when exists (select from numbered n
                              where n.number > t.version_number and n.known_at < functions.month_final_at(t.period_from)) then 'provisional'
                else 'final' end,
           t.version_number, t.correction_count
      from told t
     where t.period_from is not null;
end;
