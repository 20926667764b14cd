-- one row per provider and region of a period with a location that treats complex and light groups: how much longer its complex groups wait
-- functions.wait_ratios says how. The usual half year stands ready in core.wait_ratio, another is computed; the two give the same.
-- With a region, the providers with a place there; their ratio is of all their places.
-- audience: app_gp, app_insurer, app_coordinator, app_operator
create function read.wait_selection(
    as_of timestamptz, layer text default 'zorgkantoorregio', region text default null, from_month date default null,
    to_month date default null, kind text default 'intake', method text default 'retrospective', segment text default null,
    setting text default 'ambulant', circuit text default null
) returns table (
    period_from date, period_to date, region_code text, provider_id bigint, provider_name text, place_count bigint,
    plain_ratio double precision, ratio double precision, ratio_low double precision, ratio_high double precision, is_flagged boolean,
    is_chance_known boolean
)
language sql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
begin atomic
    with span as materialized (
        select coalesce(date_trunc('month', wait_selection.from_month)::date, (newest.to_on - interval '5 months')::date) as from_on, newest.to_on
          from (select coalesce(date_trunc('month', wait_selection.to_month)::date,
                                (select max(v.period_from) from core.wait_version v where v.known_at <= wait_selection.as_of)) as to_on) newest
    ),
    ready as materialized (
        select m.method_code, m.period_from
          from span s
          join core.wait_ratio_month m on m.period_from = s.to_on and m.method_code = wait_selection.method
          join ops.release r on m.release_sha256 = r.logic_sha256 || r.reference_sha256
         where m.known_at <= wait_selection.as_of and s.from_on = (s.to_on - interval '5 months')::date
           and wait_selection.kind = 'intake' and wait_selection.setting = 'ambulant' and wait_selection.segment is null
           and wait_selection.circuit is null
    ),
    judged as materialized (
        select k.provider_id, k.place_ids, k.place_count, k.plain_ratio, k.ratio, k.ratio_low, k.ratio_high, k.is_flagged
          from ready r
          join core.wait_ratio k on k.method_code = r.method_code and k.period_from = r.period_from
        union all
        select c.*
          from span s
         cross join lateral functions.wait_ratios(wait_selection.as_of, s.from_on, s.to_on, wait_selection.kind, wait_selection.method,
                        wait_selection.segment, wait_selection.setting, wait_selection.circuit) c
         where not exists (select from ready r)
    ),
    placed as materialized (
        select p.source_location_id, p.region_code
          from span s
         cross join lateral functions.region_of_place(wait_selection.layer, s.to_on) p
         where wait_selection.region is null or p.region_code = wait_selection.region
    )
    select s.from_on, (s.to_on + interval '1 month')::date, at.region_code, p.provider_id, p.name, j.place_count, j.plain_ratio, j.ratio,
           j.ratio_low, j.ratio_high, coalesce(j.is_flagged, false), j.is_flagged is not null
      from judged j
     cross join span s
      join core.provider p on p.provider_id = j.provider_id
      join (select distinct k.provider_id, p.region_code
              from judged k
             cross join lateral unnest(k.place_ids) place (source_location_id)
              join placed p on p.source_location_id = place.source_location_id) at on at.provider_id = j.provider_id
     order by j.ratio_low desc nulls last, p.provider_id, at.region_code;
end;
