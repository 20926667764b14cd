-- one row per thing that is wrong in the database at this moment: what, about which source or upkeep, and in numbers why
-- A disk cannot be seen from here.
create function load.alarms(as_of timestamptz) returns table (alarm_code text, subject text, detail text)
language sql stable security definer set search_path = ''
begin atomic
    select 'source_late', o.source_code, 'due ' || coalesce(to_char(o.due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), 'never came')
      from functions.obligation(alarms.as_of) o
     where o.is_late
    union all
    select 'queue_old', '', 'since ' || to_char(min(waiting.received_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
      from (select d.received_at from raw.delivery d where d.state_code = 'received'
            union all
            select r.received_at from raw.receipt r where r.delivery_id is null) waiting
    having min(waiting.received_at) < alarms.as_of - interval '15 minutes'
    union all
    select case u.upkeep_code when 'audit' then 'audit_broken' else 'upkeep_failed' end, u.upkeep_code,
           'ran ' || to_char(u.ran_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
      from ops.upkeep u
     where not u.is_well
        or coalesce(u.well_at, u.ran_at) < alarms.as_of - case u.upkeep_code when 'log' then interval '1 hour' else interval '36 hours' end
    union all
    select 'delivery_failed', d.source_code, 'delivery ' || d.delivery_id
      from raw.delivery d
     where d.state_code = 'failed'
       and not exists (select from raw.delivery later where later.source_code = d.source_code and later.delivery_id > d.delivery_id)
    union all
    select 'feed_frozen', st.source_code, (gate ->> 'found') || ' days'
      from core.source_state st
      join core.source s on s.source_code = st.source_code and s.is_active
      join raw.delivery d on d.delivery_id = st.delivery_id
     cross join jsonb_array_elements(d.gates) gate
     where gate ->> 'code' = 'frozen_feed' and gate ->> 'verdict' = 'warn'
    union all
    select 'foreign_codes', d.source_code, count(*) || ' rows of delivery ' || d.delivery_id
      from raw.delivery d
      join raw.refused_row x on x.delivery_id = d.delivery_id and x.refusal_code = 'not_authorised_for_agb'
     where not exists (select from raw.delivery later
                        where later.source_code = d.source_code and later.delivery_id > d.delivery_id
                          and later.state_code not in ('received', 'duplicate'))
     group by d.source_code, d.delivery_id;
end;
