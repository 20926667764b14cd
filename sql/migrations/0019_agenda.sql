-- The agenda of the regional table: when it is frozen, and what it then said.

create table core.agenda_time (
    region_code text primary key references core.region,
    weekday_number smallint not null check (weekday_number between 1 and 7),
    from_time time not null,
    source text not null check (source <> ''),
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator'))
);
comment on table core.agenda_time is
    'one row per region whose agenda is not frozen at the usual time: on which day of the week (1 is Monday) and from when on the Dutch clock';

create table core.agenda (
    region_code text not null references core.region,
    week_on date not null check (extract(isodow from week_on) = 1),
    due_at timestamptz not null,
    frozen_at timestamptz not null check (frozen_at >= due_at),
    content jsonb not null check (jsonb_typeof(content) = 'object'),
    primary key (region_code, week_on)
);
comment on table core.agenda is
    'one row per region and week (its Monday): the agenda of the regional table as it was frozen. due_at is the set moment; frozen_at, when it was done and at which the content stands, is later after an outage. It is never changed';
