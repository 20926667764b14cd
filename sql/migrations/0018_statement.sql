-- What a provider states of its own places on a form: what it said, what stood there before, and the links in mails.

create table ops.statement_link (
    link_id bigint generated always as identity primary key,
    token_sha256 text not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
    location_id bigint not null references core.location,
    source_code text not null references core.source,
    made_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > made_at),
    used_at timestamptz check (used_at >= made_at)
);
comment on table ops.statement_link is
    'one row per link in a reminder: for one location, until a moment, and for one statement. Only the hash of its token is kept; used_at is when that statement was made with it';
create index statement_link_by_location on ops.statement_link (location_id);
alter table ops.statement_link enable row level security, force row level security;
create policy owner_only on ops.statement_link to current_user using (true) with check (true);

create table core.statement (
    statement_id bigint generated always as identity primary key,
    idempotency_key text not null unique check (idempotency_key ~ '^[[:graph:]]{1,100}$'),
    made_at timestamptz not null,
    link_id bigint references ops.statement_link,
    undoes bigint unique references core.statement
);
comment on table core.statement is
    'one row per statement: what a provider told of its own places in one go, by a link of a mail or signed in. One that undoes another tells again what stood there before it. Who made it stands in the audit trail';

alter table core.entered_capacity
    drop constraint entered_capacity_pkey,
    add column line bigint not null default 1 check (line >= 1),
    add column statement_id bigint references core.statement,
    add column told jsonb check (jsonb_typeof(told) = 'object'),
    add column told_before jsonb check (jsonb_typeof(told_before) = 'object'),
    add primary key (receipt_id, offer_id, urgency_code);
create index entered_capacity_by_statement on core.entered_capacity (statement_id) where statement_id is not null;
comment on column core.entered_capacity.told is
    'what a statement told of the place, by the names of the form transferpunt/manual/1; told_before is what was told before it, with the moment until which that held. Both null for what a coordinator heard by telephone';

create table core.shown_count (
    offer_id bigint not null references core.offer,
    shown_on date not null,
    list_count integer not null check (list_count >= 0),
    top_count integer not null check (top_count between 0 and list_count),
    primary key (offer_id, shown_on)
);
comment on table core.shown_count is
    'one row per offer and day: in how many lists of free places it stood where it fitted, and in how many of those among the first ten. Nothing of who asked or what';
