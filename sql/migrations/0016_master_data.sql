-- What the operator keeps in order on a page: how a source is asked, and which locations and providers are the same.

-- Sources -------------------------------------------------------------------------------------------------------------------

alter table ops.source_transport add column asked_at timestamptz;
comment on column ops.source_transport.asked_at is
    'when somebody last asked on a page that the source be fetched now; it counts while no attempt came after it';

alter table core.source drop constraint source_maintained_by_check;
alter table core.source add constraint source_maintained_by_check check (maintained_by in ('product', 'operator', 'page'));
comment on column core.source.maintained_by is
    'page: its agreements were changed on a page, and a list of the operator leaves it alone from then on';

-- Doubles: a merge moves what belonged to one under the other, and keeps what it changed ---------------------------------------

alter table core.location add column merged_into bigint references core.location check (merged_into <> location_id);
comment on column core.location.merged_into is 'the location that this one turned out to be; nothing hangs on it any more';
alter table core.provider add column merged_into bigint references core.provider check (merged_into <> provider_id);
comment on column core.provider.merged_into is 'the provider that this one turned out to be, or went up in';

alter table core.location_identifier add column is_alias boolean not null default false;
comment on column core.location_identifier.is_alias is
    'came along with a merge: what is delivered under it lands here, but does not say what the location is called or where it is';
alter table core.provider_identifier add column is_alias boolean not null default false;
comment on column core.provider_identifier.is_alias is
    'came along with a merge: what is delivered under it lands here, but does not say what the provider is called';

create table core.merge (
    merge_id bigint generated always as identity primary key,
    kind_code text not null check (kind_code in ('location', 'provider')),
    gone_id bigint not null,
    kept_id bigint not null check (kept_id <> gone_id),
    merged_at timestamptz not null,
    undone_at timestamptz check (undone_at >= merged_at)
);
comment on table core.merge is
    'one row per time that two locations or two providers were said to be the same: which number went up in which. Who said so and why stands in the audit trail';
create unique index merge_open on core.merge (kind_code, gone_id) where undone_at is null;

create table core.merged_row (
    merge_id bigint not null references core.merge,
    row_number bigint generated always as identity,
    table_name text not null,
    before jsonb not null,
    primary key (merge_id, row_number)
);
comment on table core.merged_row is
    'one row per row that a merge moved, changed or took away, as it was before: what undoing the merge puts back';

create table core.not_same (
    kind_code text not null check (kind_code in ('location', 'provider', 'source_location')),
    one_id bigint not null,
    other_id bigint not null,
    decided_at timestamptz not null,
    primary key (kind_code, one_id, other_id),
    check (kind_code = 'source_location' or one_id < other_id)
);
comment on table core.not_same is
    'one row per pair that looks alike and is not the same, as a person said: two locations, two providers, or a location as a source names it (one_id) and one of ours (other_id)';

-- What a location or provider was before ----------------------------------------------------------------------------------------

create table core.location_former (
    location_id bigint not null references core.location,
    ended_at timestamptz not null,
    provider_id bigint not null references core.provider,
    name text not null,
    postcode4 text,
    postcode6 text,
    place_name text,
    delivery_id bigint not null references raw.delivery,
    primary key (location_id, ended_at)
);
comment on table core.location_former is
    'one row per location and moment at which a delivery gave it another name, address or provider: what it was until then';

create table core.provider_former (
    provider_id bigint not null references core.provider,
    ended_at timestamptz not null,
    name text not null,
    delivery_id bigint not null references raw.delivery,
    primary key (provider_id, ended_at)
);
comment on table core.provider_former is 'one row per provider and moment at which a delivery gave it another name: what it was called until then';

-- Municipalities that went up in another --------------------------------------------------------------------------------------

create table core.municipality_change (
    municipality_code text not null check (municipality_code ~ '^GM[0-9]{4}$'),
    successor_code text not null check (successor_code ~ '^GM[0-9]{4}$' and successor_code <> municipality_code),
    name text not null,
    source text not null check (source <> ''),
    valid_from date not null,
    valid_to date check (valid_to > valid_from),
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    primary key (municipality_code)
);
comment on table core.municipality_change is
    'one row per municipality that ended: the one in which it, or most of it, went up, and from which day. Names of it that come later are read as the successor';
