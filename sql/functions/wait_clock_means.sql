-- one row per zorgkantoorregio, diagnosis group and method of a month, and per total over either (null): the two clocks that are means
-- realised is what those waited whose turn came (retrospective, claims, referral_date: one row each, never averaged together);
-- prospective is the third place still free in the agenda (current). All segments and settings, as the lists are told.
-- From the totals of that view where they stand ready (functions.wait_ready), else computed; the two give the same.
-- after: wait_units, wait_ready
create function functions.wait_clock_means(known_at timestamptz, month date, kind text, circuit text) returns table (
    region_code text, diagnosis_group_code text, clock_code text, method_code text, mean_weeks numeric, median_weeks numeric,
    share_over_norm numeric, location_count bigint
)
language sql stable
begin atomic
    with ready as materialized (
        select m.method_code, r.*
          from core.wait_method m
         cross join lateral functions.wait_ready(wait_clock_means.known_at, wait_clock_means.month, wait_clock_means.month, null,
                        'zorgkantoorregio', wait_clock_means.kind, m.method_code, null, null, wait_clock_means.circuit, null) r
         where m.method_code <> 'unknown'
    )
    select t.region_code, t.diagnosis_group_code, case r.method_code when 'current' then 'prospective' else 'realised' end, r.method_code,
           t.mean_weeks, t.median_weeks, t.share_over_norm, t.location_count
      from ready r
      join core.wait_total t on t.view_id = r.view_id and t.period_from = r.period_from and t.against_on = r.against_on
                            and t.known_at = r.known_at
     where t.told_location_count > 0
    union all
    select s.region_code, s.diagnosis_group_code, case s.method_code when 'current' then 'prospective' else 'realised' end, s.method_code,
           functions.weighted_mean(s.weeks, s.inflow), functions.quantile(s.weeks, 0.5),
           (select avg((u.weeks > u.norm)::integer) from unnest(s.weeks, s.norms) as u (weeks, norm)
             where u.weeks is not null and u.norm is not null),
           s.location_count
      from (select u.region_code, u.diagnosis_group_code, m.method_code, array_agg(u.weeks) as weeks, array_agg(u.inflow) as inflow,
                   array_agg(u.norm_weeks) as norms, count(distinct u.unit_id) filter (where u.weeks is not null) as location_count
              from core.wait_method m
             cross join lateral functions.wait_units(wait_clock_means.known_at, wait_clock_means.month, wait_clock_means.month,
                            'zorgkantoorregio', wait_clock_means.kind, m.method_code, null, null, wait_clock_means.circuit, null) u
             where m.method_code <> 'unknown' and m.method_code not in (select r.method_code from ready r)
               and exists (select from core.waiting_time t
                            where t.method_code = m.method_code
                              and t.reference_on >= date_trunc('month', wait_clock_means.month)::date
                              and t.reference_on < (date_trunc('month', wait_clock_means.month) + interval '1 month')::date)
             group by m.method_code, grouping sets ((u.region_code, u.diagnosis_group_code), (u.region_code), (u.diagnosis_group_code), ())) s;
end;
