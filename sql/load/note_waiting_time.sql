-- write down what a delivery of waits means for its months: a version of each, the doubts about its figures, the duty that it meets
-- A flag is lifted when the figure has a newer version, or when it is no longer found. A correction of a month can raise or take away a doubt about the month after it, so that is looked at again too.
create function load.note_waiting_time(delivery bigint) returns void
language sql security definer set search_path = ''
begin atomic
    insert into core.wait_version (period_from, delivery_id, known_at, figure_count)
    select date_trunc('month', t.reference_on)::date, d.delivery_id,
           case when s.is_fictional then d.delivered_at else greatest(d.received_at, d.decided_at) end, count(*)
      from core.waiting_time t
      join raw.delivery d on d.delivery_id = t.delivery_id
      join core.source s on s.source_code = d.source_code
     where t.delivery_id = delivery
       and t.reference_on in (select w.reference_on from raw.staged_waiting_time w where w.delivery_id = delivery)
     group by 1, 2, 3
        on conflict (period_from, delivery_id) do nothing;

    with looked_at as materialized (
        select min(v.period_from) as from_on, (max(v.period_from) + interval '1 month')::date as to_on, max(v.known_at) as known_at,
               array(select sl.source_location_id
                       from raw.delivery d
                       join core.source s on s.source_code = d.source_code and not s.is_historic
                       join core.source_location sl on sl.source_code = d.source_code
                       join (select distinct w.location_key from raw.staged_waiting_time w where w.delivery_id = delivery) told
                         on told.location_key = sl.location_key
                      where d.delivery_id = delivery) as places
          from core.wait_version v
         where v.delivery_id = delivery
        having count(*) > 0
    ),
    found as materialized (
        select n.*, f.* from looked_at n cross join lateral functions.wait_doubts(n.places, n.from_on, n.to_on) f
    ),
    lifted as (
        update core.wait_flag f
           set lifted_at = greatest(n.known_at, f.known_at)
          from looked_at n
         where f.source_location_id = any (n.places) and f.lifted_at is null
           and f.reference_on >= n.from_on and f.reference_on < (n.to_on + interval '1 month')::date
           and not exists (
               select from found w
                where (w.source_location_id, w.reference_on, w.circuit_code, w.diagnosis_group_code, w.group_literal, w.insurer_literal,
                       w.segment_code, w.setting_code, w.method_code, w.occurrence, w.version, w.flag_code)
                    = (f.source_location_id, f.reference_on, f.circuit_code, f.diagnosis_group_code, f.group_literal, f.insurer_literal,
                       f.segment_code, f.setting_code, f.method_code, f.occurrence, f.version, f.flag_code))
    )
    insert into core.wait_flag (
        source_location_id, reference_on, circuit_code, diagnosis_group_code, group_literal, insurer_literal, segment_code, setting_code,
        method_code, occurrence, version, flag_code, told, expected, known_at
    )
    select w.source_location_id, w.reference_on, w.circuit_code, w.diagnosis_group_code, w.group_literal, w.insurer_literal,
           w.segment_code, w.setting_code, w.method_code, w.occurrence, w.version, w.flag_code, w.told, w.expected, w.known_at
      from found w
     where not exists (
         select from core.wait_flag f
          where (w.source_location_id, w.reference_on, w.circuit_code, w.diagnosis_group_code, w.group_literal, w.insurer_literal,
                 w.segment_code, w.setting_code, w.method_code, w.occurrence, w.version, w.flag_code)
              = (f.source_location_id, f.reference_on, f.circuit_code, f.diagnosis_group_code, f.group_literal, f.insurer_literal,
                 f.segment_code, f.setting_code, f.method_code, f.occurrence, f.version, f.flag_code)
            and f.lifted_at is null)
        on conflict (source_location_id, reference_on, circuit_code, diagnosis_group_code, group_literal, insurer_literal, segment_code,
                     setting_code, method_code, occurrence, version, flag_code, known_at) do update
       set lifted_at = null;

    -- the months of a source from its first to this one: what is due by its delivery day, and what met it
    insert into core.obligation as duty (source_code, period_from, period_to, due_at, delivery_id)
    select d.source_code, months.month::date, (months.month + interval '1 month')::date,
           (months.month + (functions.wait_setting('final_day', months.month::date)::integer - 1) * interval '1 day')
               at time zone 'Europe/Amsterdam',
           told.delivery_id
      from raw.delivery d
      join core.source s on s.source_code = d.source_code and s.expected_every is not null and not s.is_historic
     cross join lateral (select max(v.period_from) as newest from core.wait_version v where v.delivery_id = delivery) this
     cross join lateral (
         select min(v.period_from) as oldest
           from core.wait_version v join raw.delivery o on o.delivery_id = v.delivery_id
          where o.source_code = d.source_code
     ) first
     cross join lateral generate_series(first.oldest::timestamp, this.newest::timestamp, interval '1 month') as months (month)
      left join core.wait_version told on told.delivery_id = delivery and told.period_from = months.month::date
     where d.delivery_id = delivery
        on conflict (source_code, period_from) do update
       set delivery_id = excluded.delivery_id
     where duty.delivery_id is null and excluded.delivery_id is not null;
end;
