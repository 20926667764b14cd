-- When a source is fetched and how that went, the queue's place, and the reminders that were sent.

alter table core.source add column due_time time;
comment on column core.source.due_time is
    'from when on its day, on the Dutch clock, a source with a rhythm of whole days can be fetched; null: as soon as its rhythm has passed';

alter table ops.source_transport
    add column attempted_at timestamptz,
    add column attempt_count integer not null default 0 check (attempt_count >= 0),
    add column failure_code text references core.refusal (refusal_code),
    add column is_failure_permanent boolean not null default false;
comment on column ops.source_transport.attempt_count is
    'attempts since the last that ended well, counted before each begins: one that was broken off counts too';
comment on column ops.source_transport.failure_code is 'why the last attempt failed, as far as that is known; null when it did not';

create table ops.reminder (
    reminder_id bigint generated always as identity primary key,
    source_code text not null references core.source,
    missed_at timestamptz not null,
    step_number integer not null check (step_number >= 1),
    sent_to text not null,
    sent_at timestamptz not null,
    unique (source_code, missed_at, step_number)
);
comment on table ops.reminder is
    'one row per reminder that was sent to a source: for which moment that it missed, the first, second or later one, to whom and when';
alter table ops.reminder enable row level security, force row level security;
create policy owner_only on ops.reminder to current_user using (true) with check (true);

create schema queue;
comment on schema queue is 'State: the queue of the worker, as the package procrastinate makes it. Jobs name a source and hold nothing else.';
