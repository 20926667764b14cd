select count(*), sum(free_count), max(counted_at) from core.capacity_current
