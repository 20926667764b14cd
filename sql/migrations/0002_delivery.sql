-- Sources and what they sent: the bytes as they came, what was refused and why.

create schema if not exists raw;
create schema if not exists ops;
create schema if not exists audit;
create schema if not exists board;

create table core.source (
    source_code text primary key check (source_code ~ '^[a-z0-9][a-z0-9_-]{1,59}$'),
    feed_code text not null check (feed_code ~ '^[a-z0-9_]{2,40}$'),
    name text not null,
    entry_code text not null default 'fed' check (entry_code in ('fed', 'hand')),
    is_any_agb boolean not null default false,
    is_historic boolean not null default false,
    is_fictional boolean not null default false,
    is_active boolean not null default true,
    expected_every interval check (expected_every > interval '0'),
    grace interval not null default interval '6 hours' check (grace >= interval '0'),
    contact_name text,
    contact_phone text,
    contact_email text,
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator'))
);
comment on table core.source is
    'one row per source: a sender of one feed. entry_code says whether counts are fed by a system or kept by hand (it decides the time-to-live); is_any_agb lets an operator''s own source report for everybody';

create table core.source_agb (
    source_code text not null references core.source,
    agb_code text not null check (agb_code ~ '^[0-9]{8}$'),
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    primary key (source_code, agb_code)
);
comment on table core.source_agb is 'one row per source and AGB code (of a provider or a location) that it may report for';

create table raw.delivery (
    delivery_id bigint generated always as identity primary key,
    source_code text not null references core.source,
    feed_code text not null,
    replay_of bigint references raw.delivery,
    file_name text not null,
    received_at timestamptz not null,
    delivered_at timestamptz not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint not null check (size_bytes >= 0),
    masked_count integer not null default 0 check (masked_count >= 0),
    state_code text not null default 'received'
        check (state_code in ('received', 'duplicate', 'rejected', 'held', 'applied', 'superseded', 'failed')),
    order_at timestamptz,
    content_sha256 text check (content_sha256 ~ '^[0-9a-f]{64}$'),
    result_sha256 text check (result_sha256 ~ '^[0-9a-f]{64}$'),
    read_count integer check (read_count >= 0),
    accepted_count integer check (accepted_count >= 0),
    refused_count integer check (refused_count >= 0),
    duplicate_count integer check (duplicate_count >= 0),
    reason_code text,
    sentence_nl text,
    gates jsonb not null default '[]',
    finished_at timestamptz,
    decided_by text,
    decided_at timestamptz,
    decision_reason text,
    check (read_count = accepted_count + refused_count + duplicate_count),
    check (state_code in ('received', 'failed', 'rejected') or read_count is not null)
);
comment on table raw.delivery is
    'one row per payload of one source. sha256 is of the original bytes; delivered_at is the sender''s moment (file time), received_at ours; order_at is the moment the delivery speaks for; content_sha256 is equal for the same rows in any order; every row read is accepted, refused or a duplicate';
create index delivery_by_source on raw.delivery (source_code, delivery_id desc);
create index delivery_waiting on raw.delivery (delivery_id) where state_code in ('received', 'held');

create table raw.delivery_chunk (
    delivery_id bigint not null references raw.delivery,
    chunk_number integer not null check (chunk_number >= 0),
    payload bytea not null,
    primary key (delivery_id, chunk_number)
);
alter table raw.delivery_chunk alter column payload set storage external;
comment on table raw.delivery_chunk is
    'one row per MiB of the bytes of a delivery, BSN-like numbers masked. A replay reads the chunks of the delivery it replays';

create table raw.refused_row (
    delivery_id bigint not null references raw.delivery,
    line bigint not null check (line >= 1),
    column_name text not null default '',
    refusal_code text not null references core.refusal,
    value_excerpt text check (length(value_excerpt) <= 200),
    primary key (delivery_id, line, column_name, refusal_code)
);
comment on table raw.refused_row is
    'one row per delivery, line, column and reason of refusal; the excerpt is the value as sent, cut at 200 characters, masked. Its sentence is core.refusal''s';

create table core.source_state (
    source_code text primary key references core.source,
    delivery_id bigint not null references raw.delivery,
    order_at timestamptz not null,
    applied_at timestamptz not null
);
comment on table core.source_state is
    'one row per source that has an applied delivery: the published one. All a reader sees of a source comes from it';

create table ops.release (
    is_only boolean primary key default true check (is_only),
    logic_sha256 text not null,
    reference_sha256 text not null
);
comment on table ops.release is 'one row: which logic and which reference files this database was last built from';
