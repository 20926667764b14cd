-- one month: the newest whose totals did not stand ready and now do; null when none is left, or when a change is under way
-- Called by the worker again and again until it gives null. A month with a word that is not known yet at as_of is left alone.
create function load.total_wait_month(as_of timestamptz) returns date
language plpgsql security definer set search_path = ''
as $$
declare
    month date;
    newest_word timestamptz;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('transferpunt.wait_months', 0)) then
        return null;
    end if;
    delete from core.wait_month m
     where not exists (select from ops.release r where m.release_sha256 = r.logic_sha256 || r.reference_sha256);
    select told.period_from, told.known_at into month, newest_word
      from (select v.period_from,
                   greatest(
                       (select max(w.known_at) from core.wait_version w
                         where w.period_from in (v.period_from, (v.period_from - interval '1 month')::date)),
                       (select max(greatest(f.known_at, f.lifted_at)) from core.wait_flag f
                         where f.reference_on >= v.period_from and f.reference_on < (v.period_from + interval '1 month')::date)) as known_at
              from (select distinct w.period_from from core.wait_version w) v
             where not exists (select from core.wait_month m where m.period_from = v.period_from)) told
     where told.known_at <= as_of
     order by told.period_from desc
     limit 1;
    if month is null then
        return null;
    end if;
    insert into core.wait_month (period_from, known_at, release_sha256)
    select month, newest_word, r.logic_sha256 || r.reference_sha256 from ops.release r;
    insert into core.wait_total
    with used as materialized (
        select m.method_code, case m.method_code when 'unknown' then null else 'ambulant' end as setting
          from core.wait_method m
         where exists (select from core.waiting_time t
                        where t.method_code = m.method_code and t.reference_on >= (month - interval '1 month')::date
                          and t.reference_on < (month + interval '1 month')::date)
    ),
    changed as materialized (
        select u.method_code, g.*
          from used u
         cross join lateral functions.wait_method_change(as_of, month, month, 'zorgkantoorregio', u.method_code, null, u.setting, null) g
    )
    select kind.code, u.method_code, c.period_from, c.region_code, c.diagnosis_group_code, c.mean_weeks, c.median_weeks, c.p80_weeks,
           c.p90_weeks, c.norm_weeks, c.share_over_norm, c.location_count, c.small_location_count, c.small_median_weeks,
           c.told_location_count, c.stopped_location_count, c.share_in_stop, c.gone_location_count, c.oldest_reference_on, c.middle_days,
           c.flag_codes, c.flagged_location_count, c.change_weeks, c.change_median_weeks, c.change_location_count, g.share
      from used u
     cross join (values ('intake'), ('treatment'), ('total')) kind (code)
     cross join lateral functions.wait_cells(as_of, month, month, null, 'zorgkantoorregio', kind.code, u.method_code, null, u.setting,
                    null, null) c
      left join changed g
        on g.method_code = u.method_code and g.region_code is not distinct from c.region_code
       and g.diagnosis_group_code is not distinct from c.diagnosis_group_code;
    return month;
end;
$$;
