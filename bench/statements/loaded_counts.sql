select (select count(*) from core.capacity_current), (select count(*) from core.capacity_count),
       (select count(distinct line) from raw.refused_row where delivery_id = 1)
