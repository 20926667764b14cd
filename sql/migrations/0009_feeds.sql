-- How a source is fetched, what was fetched, what the web took in; the national directory; inhabitants.

alter table raw.staged_capacity add column valid_until_at timestamptz;

create table ops.source_transport (
    source_code text primary key references core.source,
    way_code text not null check (way_code in ('https', 'sftp', 'mcsd')),
    url text not null check (url ~ '^(https|sftp)://[^[:space:]@]+$'),
    user_name text,
    credential_encrypted text,
    host_key text,
    allowed_hosts text[] not null default '{}',
    is_private_allowed boolean not null default false,
    ca_file text,
    max_bytes bigint not null default 67108864 check (max_bytes between 1 and 268435456),
    max_seconds integer not null default 300 check (max_seconds between 1 and 3600),
    etag text,
    watermark_at timestamptz,
    fetched_at timestamptz,
    check (way_code <> 'sftp' or (url like 'sftp://%' and host_key is not null and user_name is not null)),
    check (way_code = 'sftp' or url like 'https://%')
);
comment on table ops.source_transport is
    'one row per source that is fetched: where and how. url never holds a credential; credential_encrypted opens only with a key that is not in the database. host_key is the SFTP server''s public key, pinned; allowed_hosts are the hosts besides its own to which a redirect may lead; is_private_allowed lets the address be a private or loopback one; ca_file names the authorities to trust instead of the system''s. etag and watermark_at are how far we are, fetched_at when we last asked';

create table ops.fetched_file (
    source_code text not null references core.source,
    file_name text not null,
    size_bytes bigint not null check (size_bytes >= 0),
    modified_at timestamptz not null,
    fetched_at timestamptz not null,
    primary key (source_code, file_name, size_bytes, modified_at)
);
comment on table ops.fetched_file is 'one row per file of an SFTP source that was fetched, as its server listed it: it is not fetched again';

create table raw.receipt (
    receipt_id bigint generated always as identity primary key,
    source_code text not null references core.source,
    idempotency_key text not null check (idempotency_key ~ '^[[:graph:]]{1,100}$'),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    file_name text not null check (length(file_name) between 1 and 200),
    received_at timestamptz not null,
    payload bytea,
    delivery_id bigint references raw.delivery,
    unique (source_code, idempotency_key),
    check ((payload is null) = (delivery_id is not null))
);
alter table raw.receipt alter column payload set storage external;
create index receipt_waiting on raw.receipt (receipt_id) where delivery_id is null;
comment on table raw.receipt is
    'one row per payload that the web took in (upload, push), under the key its sender gave it. The bytes stand here until the worker takes them up: then they are masked, kept as a delivery, and gone from here';
