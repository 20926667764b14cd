-- What is wrong now and was told to the operator.

create table ops.alarm (
    alarm_code text not null check (alarm_code in (
        'source_late', 'queue_old', 'disk_full', 'audit_broken', 'upkeep_failed', 'delivery_failed', 'foreign_codes')),
    subject text not null default '' check (length(subject) <= 60),
    is_on boolean not null,
    changed_at timestamptz not null,
    detail text not null default '' check (length(detail) <= 200),
    primary key (alarm_code, subject)
);
comment on table ops.alarm is
    'one row per alarm that ever went off, by what it is about (a source, a kind of upkeep, or nothing): whether it is on, since when it is so, and in numbers why. A change was told before it was written here';
alter table ops.alarm enable row level security, force row level security;
create policy owner_only on ops.alarm to current_user using (true) with check (true);
