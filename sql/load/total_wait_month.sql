-- one month: the newest of which totals of a view did not stand ready and now do, with its figures; null when none is left, or when a change is under way
-- Called by the worker again and again until it gives null. What somebody waits for goes first. Nothing is made of a month of which
-- nothing is known yet at as_of; a view not asked for in thirty days is forgotten, and what nobody asked for in two days beside.
-- after: keep_wait_figures, keep_wait_ratios
create function load.total_wait_month(as_of timestamptz) returns date
language plpgsql security definer set search_path = ''
as $$
declare
    month date;
    against date;
    word_at timestamptz;
    ends_at timestamptz;
    moment timestamptz;
    views bigint[];
begin
    if not pg_try_advisory_xact_lock(hashtextextended('transferpunt.wait_months', 0)) then
        return null;
    end if;
    delete from core.wait_view v where not v.is_usual and v.asked_at < as_of - interval '30 days';
    delete from core.wait_wish w where w.asked_at < as_of - interval '2 days';
    delete from core.wait_view_month m
     where not exists (select from ops.release r where m.release_sha256 = r.logic_sha256 || r.reference_sha256);
    delete from core.wait_figure_month f
     where f.until_at <= as_of and not exists (select from core.wait_wish w where w.read_at >= f.known_at and w.read_at < f.until_at);
    insert into core.wait_view (layer_code, kind_code, method_code, setting_code, is_usual)
    select 'zorgkantoorregio', kind.code, m.method_code, setting.code, true
      from core.wait_method m
     cross join (values ('intake'), ('treatment'), ('total')) kind (code)
     cross join (values ('ambulant'), (null)) setting (code) -- every setting together is what the clocks tell
     where (setting.code is null or m.method_code <> 'unknown')
       and exists (select from core.waiting_time t where t.method_code = m.method_code)
        on conflict (layer_code, kind_code, method_code, segment_code, setting_code, circuit_code, concern_code) do update set is_usual = true
     where not core.wait_view.is_usual;
    with wanted as materialized (
        select w.* from functions.wait_wanted(as_of) w
    ),
    dropped as (
        delete from core.wait_view_month m
         where not exists (select from wanted w where w.view_id = m.view_id and w.period_from = m.period_from
                                                  and w.against_on = m.against_on and w.known_at = m.known_at)
    )
    select w.period_from, w.against_on, w.known_at, w.until_at, max(w.read_at), array_agg(w.view_id)
      into month, against, word_at, ends_at, moment, views
      from wanted w
     where not exists (select from core.wait_view_month m where m.view_id = w.view_id and m.period_from = w.period_from
                                                            and m.against_on = w.against_on and m.known_at = w.known_at)
     group by w.period_from, w.against_on, w.known_at, w.until_at, w.urgency
     order by w.urgency desc, w.period_from desc, w.known_at desc, w.against_on desc
     limit 1;
    if month is null then
        return null;
    end if;
    -- of the newest word the half year that light against complex reads too
    perform load.keep_wait_figures(moment, against || array(select (month - n * interval '1 month')::date
                                                              from generate_series(0, case when ends_at is null then 5 else 1 end) n));
    insert into core.wait_view_month (view_id, period_from, against_on, known_at, release_sha256, until_at)
    select v.view_id, month, against, word_at, r.logic_sha256 || r.reference_sha256, ends_at
      from unnest(views) v (view_id)
     cross join ops.release r;
    insert into core.wait_total
    with changed as materialized (
        select seen.*, g.region_code, g.diagnosis_group_code, g.share
          from (select distinct v.layer_code, v.method_code, v.segment_code, v.setting_code, v.circuit_code
                  from core.wait_view v where v.view_id = any (views)) seen
         cross join lateral functions.wait_method_change(moment, month, month, seen.layer_code, seen.method_code, seen.segment_code,
                        seen.setting_code, seen.circuit_code) g
    )
    select c.period_from, c.region_code, c.diagnosis_group_code, c.mean_weeks, c.median_weeks, c.p80_weeks, c.p90_weeks,
           c.norm_weeks, c.share_over_norm, c.location_count, c.small_location_count, c.small_median_weeks, c.told_location_count,
           c.stopped_location_count, c.share_in_stop, c.gone_location_count, c.oldest_reference_on, c.middle_days, c.flag_codes,
           c.flagged_location_count, c.change_weeks, c.change_median_weeks, c.change_location_count, g.share, v.view_id, against, word_at
      from core.wait_view v
     cross join lateral functions.wait_cells(moment, month, month,
                    nullif(against, (month - interval '1 month')::date), v.layer_code, v.kind_code, v.method_code, v.segment_code,
                    v.setting_code, v.circuit_code, v.concern_code) c
      left join changed g
        on g.layer_code = v.layer_code and g.method_code = v.method_code and g.segment_code is not distinct from v.segment_code
       and g.setting_code is not distinct from v.setting_code and g.circuit_code is not distinct from v.circuit_code
       and g.region_code is not distinct from c.region_code and g.diagnosis_group_code is not distinct from c.diagnosis_group_code
     where v.view_id = any (views);
    if ends_at is null then
        perform load.keep_wait_ratios(as_of, month);
    end if;
    return month;
end;
$$;
