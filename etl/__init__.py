"""Sources to core: fetch, keep, parse, stage, merge, check, publish. Knows sql, never dashboard."""
