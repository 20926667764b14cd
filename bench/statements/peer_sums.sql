-- what each of the three holds as current: rows, free places, and whose
select (select row(count(*), sum(c.free_count), sum(i.value::bigint))::text
          from core.capacity_current c
          join core.offer o on o.offer_id = c.offer_id
          join core.location_identifier i on i.location_id = o.location_id),
       (select row(count(*), sum(vrij::integer), sum(agb_vestiging::bigint))::text from pandas_current),
       (select row(count(*), sum(vrij::integer), sum(agb_vestiging::bigint))::text from dlt_current)
