-- one month: the newest of which totals of a view did not stand ready and now do, with its figures; null when none is left, or when a change is under way
-- Called by the worker again and again until it gives null. Views that somebody waits for go first. A month with a word that is not
-- known yet at as_of is left alone; a view not asked for in thirty days is forgotten.
-- after: keep_wait_figures, keep_wait_ratios
create function load.total_wait_month(as_of timestamptz) returns date
language plpgsql security definer set search_path = '' set jit = off
as $$
declare
    month date;
    newest_word timestamptz;
    views bigint[];
begin
    if not pg_try_advisory_xact_lock(hashtextextended('transferpunt.wait_months', 0)) then
        return null;
    end if;
    delete from core.wait_view v where not v.is_usual and v.asked_at < as_of - interval '30 days';
    delete from core.wait_view_month m
     where not exists (select from ops.release r where m.release_sha256 = r.logic_sha256 || r.reference_sha256);
    insert into core.wait_view (layer_code, kind_code, method_code, setting_code, is_usual)
    select 'zorgkantoorregio', kind.code, m.method_code, case m.method_code when 'unknown' then null else 'ambulant' end, true
      from core.wait_method m
     cross join (values ('intake'), ('treatment'), ('total')) kind (code)
     where exists (select from core.waiting_time t where t.method_code = m.method_code)
        on conflict (layer_code, kind_code, method_code, segment_code, setting_code, circuit_code, concern_code) do update set is_usual = true
     where not core.wait_view.is_usual;
    with told as (
        select t.period_from,
               greatest(
                   (select max(w.known_at) from core.wait_version w
                     where w.period_from in (t.period_from, (t.period_from - interval '1 month')::date)),
                   (select max(greatest(f.known_at, f.lifted_at)) from core.wait_flag f
                     where f.reference_on >= t.period_from and f.reference_on < (t.period_from + interval '1 month')::date)) as known_at
          from (select distinct w.period_from from core.wait_version w) t
    )
    select t.period_from, t.known_at, array_agg(v.view_id) into month, newest_word, views
      from told t
     cross join core.wait_view v
     where t.known_at <= as_of
       and not exists (select from core.wait_view_month m where m.view_id = v.view_id and m.period_from = t.period_from)
     group by t.period_from, t.known_at, coalesce(v.asked_at > as_of - interval '1 hour', false)
     order by coalesce(v.asked_at > as_of - interval '1 hour', false) desc, t.period_from desc
     limit 1;
    if month is null then
        return null;
    end if;
    -- of the half year that light against complex reads too
    perform load.keep_wait_figures(as_of, array(select (month - n * interval '1 month')::date from generate_series(0, 5) n));
    insert into core.wait_view_month (view_id, period_from, known_at, release_sha256)
    select v.view_id, month, newest_word, r.logic_sha256 || r.reference_sha256
      from unnest(views) v (view_id)
     cross join ops.release r;
    insert into core.wait_total
    with changed as materialized (
        select seen.*, g.region_code, g.diagnosis_group_code, g.share
          from (select distinct v.layer_code, v.method_code, v.segment_code, v.setting_code, v.circuit_code
                  from core.wait_view v where v.view_id = any (views)) seen
         cross join lateral functions.wait_method_change(as_of, month, month, seen.layer_code, seen.method_code, seen.segment_code,
                        seen.setting_code, seen.circuit_code) g
    )
    select c.period_from, c.region_code, c.diagnosis_group_code, c.mean_weeks, c.median_weeks, c.p80_weeks, c.p90_weeks,
           c.norm_weeks, c.share_over_norm, c.location_count, c.small_location_count, c.small_median_weeks, c.told_location_count,
           c.stopped_location_count, c.share_in_stop, c.gone_location_count, c.oldest_reference_on, c.middle_days, c.flag_codes,
           c.flagged_location_count, c.change_weeks, c.change_median_weeks, c.change_location_count, g.share, v.view_id
      from core.wait_view v
     cross join lateral functions.wait_cells(as_of, month, month, null, v.layer_code, v.kind_code, v.method_code, v.segment_code,
                    v.setting_code, v.circuit_code, v.concern_code) c
      left join changed g
        on g.layer_code = v.layer_code and g.method_code = v.method_code and g.segment_code is not distinct from v.segment_code
       and g.setting_code is not distinct from v.setting_code and g.circuit_code is not distinct from v.circuit_code
       and g.region_code is not distinct from c.region_code and g.diagnosis_group_code is not distinct from c.diagnosis_group_code
     where v.view_id = any (views);
    perform load.keep_wait_ratios(as_of, month);
    return month;
end;
$$;
