refresh materialized view core.bench_newest
