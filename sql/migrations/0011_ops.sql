-- What is done to keep the product running, and how it ended.

create table ops.upkeep (
    upkeep_code text primary key check (upkeep_code in ('backup', 'log', 'tidy', 'audit')),
    ran_at timestamptz not null,
    is_well boolean not null,
    well_at timestamptz,
    duration_seconds numeric not null check (duration_seconds >= 0),
    detail text not null default '' check (length(detail) <= 1000)
);
comment on table ops.upkeep is
    'one row per kind of upkeep (a backup, carrying the write-ahead log, tidying up, walking the audit chain): when it last ran and how it ended; well_at is when it last ended well, null while it never did';
