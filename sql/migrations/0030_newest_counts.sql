-- The months in which counts of waiting places were told: the newest of them is found without reading what was told in any.
create index waiting_time_with_counts on core.waiting_time (reference_on)
 where coalesce(waiting_intake_count, waiting_treatment_count) is not null;
