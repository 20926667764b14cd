-- one row as functions.wait_cells gives, as a line with the share of places that changed their method: kept ready or computed
-- What stands ready in core.wait_total is read from there, month by month (functions.wait_ready). The rest is computed; the two give
-- the same.
-- after: wait_cells, wait_method_change, wait_ready
create function functions.wait_totals(
    known_at timestamptz, from_on date, to_on date, compare_on date, layer text, kind text, method text, segment text, setting text,
    circuit text, concern text, only_region text, only_group text, as_line boolean
) returns table (
    period_from date, region_code text, diagnosis_group_code text, mean_weeks numeric, median_weeks numeric, p80_weeks numeric,
    p90_weeks numeric, norm_weeks numeric, share_over_norm numeric, location_count bigint, small_location_count bigint,
    small_median_weeks numeric, told_location_count bigint, stopped_location_count bigint, share_in_stop numeric,
    gone_location_count bigint, oldest_reference_on date, middle_days date[], flag_codes text[], flagged_location_count bigint,
    change_weeks numeric, change_median_weeks numeric, change_location_count bigint, method_change_share numeric
)
language sql stable
begin atomic
    with ready as materialized (
        select r.*
          from functions.wait_ready(wait_totals.known_at, wait_totals.from_on, wait_totals.to_on, wait_totals.compare_on, wait_totals.layer,
                   wait_totals.kind, wait_totals.method, wait_totals.segment, wait_totals.setting, wait_totals.circuit,
                   wait_totals.concern) r
    ),
    missing as materialized (
        select min(v.period_from) as from_on,
               -- where regions were drawn anew since, places lie where they lie in the last month asked for
               case when exists (select from core.municipality_region d
                                  where d.layer_code = wait_totals.layer and d.valid_to > max(v.period_from)
                                    and d.valid_to <= wait_totals.to_on)
                    then wait_totals.to_on else max(v.period_from) end as to_on
          from (select wait_totals.to_on as period_from where wait_totals.from_on = wait_totals.to_on
                union all
                select w.period_from from core.wait_version w
                 where w.period_from between wait_totals.from_on and wait_totals.to_on) v
         where v.period_from not in (select r.period_from from ready r)
        having count(*) > 0
    ),
    computed as materialized (
        select c.*
          from missing m
         cross join lateral functions.wait_cells(wait_totals.known_at, m.from_on, m.to_on, wait_totals.compare_on,
                        wait_totals.layer, wait_totals.kind, wait_totals.method, wait_totals.segment, wait_totals.setting,
                        wait_totals.circuit, wait_totals.concern, wait_totals.only_region, wait_totals.only_group, wait_totals.as_line) c
         where c.period_from not in (select r.period_from from ready r)
    ),
    changed as materialized (
        select c.*
          from missing m
         cross join lateral functions.wait_method_change(wait_totals.known_at, m.from_on, m.to_on, wait_totals.layer,
                        wait_totals.method, wait_totals.segment, wait_totals.setting, wait_totals.circuit, wait_totals.only_region,
                        wait_totals.only_group) c
         where wait_totals.as_line
    )
    select t.period_from, t.region_code, t.diagnosis_group_code, t.mean_weeks, t.median_weeks, t.p80_weeks, t.p90_weeks, t.norm_weeks,
           t.share_over_norm, t.location_count, t.small_location_count, t.small_median_weeks, t.told_location_count,
           t.stopped_location_count, t.share_in_stop, t.gone_location_count, t.oldest_reference_on, t.middle_days, t.flag_codes,
           t.flagged_location_count, t.change_weeks, t.change_median_weeks, t.change_location_count, t.method_change_share
      from ready r
      join core.wait_total t on t.view_id = r.view_id and t.period_from = r.period_from and t.against_on = r.against_on
                            and t.known_at = r.known_at
     where (wait_totals.only_region is null or t.region_code = wait_totals.only_region)
       and case when wait_totals.as_line then t.diagnosis_group_code is not distinct from wait_totals.only_group
                else wait_totals.only_group is null or t.diagnosis_group_code = wait_totals.only_group end
    union all
    select c.*, g.share
      from computed c
      left join changed g on g.period_from = c.period_from and g.region_code is not distinct from c.region_code
                         and g.diagnosis_group_code is not distinct from c.diagnosis_group_code;
end;
