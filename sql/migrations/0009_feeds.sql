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

alter table ops.source_transport enable row level security, force row level security;
create policy owner_only on ops.source_transport to current_user using (true) with check (true);

create table ops.fetched_file (
    source_code text not null references core.source,
    file_name text not null,
    size_bytes bigint not null check (size_bytes >= 0),
    modified_at timestamptz not null,
    fetched_at timestamptz not null,
    primary key (source_code, file_name, size_bytes, modified_at)
);
comment on table ops.fetched_file is 'one row per file of an SFTP source that was fetched, as its server listed it: it is not fetched again';

alter table ops.fetched_file enable row level security, force row level security;
create policy owner_only on ops.fetched_file to current_user using (true) with check (true);

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

-- The national directory: a replica of what it says, joined to nothing by itself --------------------------------------------

create table core.directory_entry (
    source_code text not null references core.source,
    resource_type text not null check (resource_type in ('Organization', 'Location', 'HealthcareService')),
    resource_id text not null,
    version_id text,
    updated_at timestamptz not null,
    is_deleted boolean not null,
    is_active boolean not null,
    name text,
    agb_code text check (agb_code ~ '^[0-9]{8}$'),
    ura_number text check (ura_number ~ '^[0-9]{8}$'),
    kvk_number text check (kvk_number ~ '^[0-9]{8}$'),
    kvk_vestiging text check (kvk_vestiging ~ '^[0-9]{12}$'),
    type_code text,
    postcode text,
    place_name text,
    phone text,
    parent_reference text,
    location_references text[] not null default '{}',
    delivery_id bigint not null references raw.delivery,
    line bigint not null,
    primary key (source_code, resource_type, resource_id)
);
comment on table core.directory_entry is
    'one row per resource of a directory, in the newest version that came: an older one never overwrites it. References are kept as they were sent, also to what has not come. parent_reference is partOf, managingOrganization or providedBy; is_active is false for what is inactive, off or entered in error';
create index directory_entry_by_agb on core.directory_entry (agb_code);

create unlogged table raw.staged_directory (
    delivery_id bigint not null,
    line bigint not null,
    resource_type text, resource_id text, version_id text, updated_at timestamptz, is_deleted boolean, is_active boolean,
    name text, agb_code text, ura_number text, kvk_number text, kvk_vestiging text, type_code text,
    postcode text, place_name text, phone text, parent_reference text, location_references text[],
    row_sha256 bytea not null
);
comment on table raw.staged_directory is 'one row per well-formed version of a resource in a directory delivery that is being loaded';
create index staged_directory_by_delivery on raw.staged_directory (delivery_id);

-- Inhabitants ---------------------------------------------------------------------------------------------------------------

create table core.population_count (
    municipality_code text not null,
    age_from smallint not null check (age_from between 0 and 120),
    age_to smallint check (age_to >= age_from),
    counted_on date not null,
    inhabitant_count integer not null check (inhabitant_count >= 0),
    delivery_id bigint not null references raw.delivery,
    line bigint not null,
    primary key (municipality_code, counted_on, age_from)
);
comment on table core.population_count is
    'one row per municipality, day and age class (age_to inclusive, null is no limit): how many live there. The code is that of the day, so it may have ended since';

create unlogged table raw.staged_population (
    delivery_id bigint not null,
    line bigint not null,
    municipality_code text, counted_on date, inhabitant_counts jsonb,
    row_sha256 bytea not null
);
comment on table raw.staged_population is
    'one row per well-formed row of a population delivery that is being loaded; inhabitant_counts is age class (0-4, 95+) to inhabitants';
create index staged_population_by_delivery on raw.staged_population (delivery_id);
