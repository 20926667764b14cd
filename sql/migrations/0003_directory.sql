-- Who gives care, where, and what can be had there.

create table core.provider (
    provider_id bigint generated always as identity primary key,
    name text not null,
    size_code text not null default 'unknown' check (size_code in ('solo', 'small', 'mid', 'large', 'unknown')),
    phone text,
    is_fictional boolean not null default false
);
comment on table core.provider is 'one row per organisation or practice that gives mental health care; small is up to 10 practitioners';

create table core.provider_identifier (
    provider_id bigint not null references core.provider,
    system_code text not null check (system_code in ('agb', 'kvk')),
    value text not null,
    valid_from date not null,
    valid_to date check (valid_to > valid_from),
    primary key (system_code, value, valid_from),
    check (system_code not in ('agb', 'kvk') or value ~ '^[0-9]{8}$')
);
comment on table core.provider_identifier is 'one row per provider, identifier system, value and validity; a provider can have many AGB codes';
create unique index provider_identifier_open on core.provider_identifier (system_code, value) where valid_to is null;
create index provider_identifier_by_provider on core.provider_identifier (provider_id);

create table core.location (
    location_id bigint generated always as identity primary key,
    provider_id bigint not null references core.provider,
    name text not null,
    postcode4 text references core.postcode,
    postcode6 text check (postcode6 ~ '^[1-9][0-9]{3}[A-Z]{2}$' and left(postcode6, 4) = postcode4),
    place_name text,
    phone text,
    consult_phone text,
    consult_hours text
);
comment on table core.location is
    'one row per visiting address of a provider. The postcode may be unknown; consult_phone and consult_hours (such as ma-vr 08:30-17:00) are for referrers who want to talk first';
create index location_by_provider on core.location (provider_id);
create index location_by_postcode on core.location (postcode4);

create table core.location_identifier (
    location_id bigint not null references core.location,
    system_code text not null check (system_code in ('agb', 'kvk_vestiging')),
    value text not null,
    valid_from date not null,
    valid_to date check (valid_to > valid_from),
    primary key (system_code, value, valid_from),
    check (value ~ case system_code when 'agb' then '^[0-9]{8}$' else '^[0-9]{12}$' end)
);
comment on table core.location_identifier is 'one row per location, identifier system, value and validity';
create unique index location_identifier_open on core.location_identifier (system_code, value) where valid_to is null;
create index location_identifier_by_location on core.location_identifier (location_id);

create table core.location_municipality (
    location_id bigint not null references core.location,
    municipality_code text not null references core.region (region_code),
    primary key (location_id, municipality_code)
);
comment on table core.location_municipality is 'one row per location and further municipality that it serves beside that of its address';

create table core.source_location (
    source_location_id bigint generated always as identity primary key,
    source_code text not null references core.source,
    location_key text not null,
    provider_key text not null,
    provider_name text not null,
    location_name text not null default '',
    place_name text not null default '',
    postcode4 text references core.postcode,
    municipality_codes text[] not null default '{}',
    agb_code text check (agb_code ~ '^[0-9]{8}$'),
    kvk_vestiging text check (kvk_vestiging ~ '^[0-9]{12}$'),
    agb_codes text[] not null default '{}',
    provider_group text not null default '',
    provider_kind text not null default '',
    location_id bigint references core.location,
    matched_by text check (matched_by in ('agb', 'kvk_vestiging', 'person')),
    matched_at timestamptz,
    unique (source_code, location_key),
    check ((location_id is null) = (matched_by is null))
);
comment on table core.source_location is
    'one row per location as one source names it, joined to our location by AGB, then KvK vestiging, then by a person; location_id is null while unmatched: the work list';
create index source_location_by_location on core.source_location (location_id);
create index source_location_by_agb on core.source_location (agb_code);

create table core.offer (
    offer_id bigint generated always as identity primary key,
    location_id bigint not null references core.location,
    care_pathway_code text not null references core.care_pathway,
    diagnosis_group_code text not null references core.diagnosis_group,
    age_from smallint not null default 0 check (age_from between 0 and 120),
    age_to smallint check (age_to between 0 and 120 and age_to >= age_from),
    segment_code text not null references core.segment,
    entry_route_codes text[] not null default '{}',
    responsible_code text not null default 'unknown' references core.waiting_responsible,
    waiting_phone text,
    languages text[] not null default '{}',
    is_remote boolean,
    referral_product_name text,
    source_code text not null references core.source,
    delivery_id bigint not null references raw.delivery,
    line bigint not null,
    unique nulls not distinct (location_id, care_pathway_code, diagnosis_group_code, age_from, age_to, segment_code)
);
comment on table core.offer is
    'one row per location, care pathway, diagnosis group, age range (age_to inclusive, null is no limit) and segment: what can be had there. entry_route_codes are core.entry_route; the source, delivery and line that last described it';
create index offer_by_pathway on core.offer (care_pathway_code, diagnosis_group_code);

create table core.offer_exclusion (
    offer_id bigint not null references core.offer,
    criterion_code text not null references core.exclusion_criterion,
    value_code text not null references core.exclusion_value,
    reason text,
    valid_from date,
    valid_to date check (valid_to > valid_from),
    delivery_id bigint not null references raw.delivery,
    line bigint not null,
    primary key (offer_id, criterion_code)
);
comment on table core.offer_exclusion is
    'one row per offer and exclusion criterion that the provider spoke of; a missing row is unknown, and unknown is never accepted';

create table core.contract (
    provider_id bigint not null references core.provider,
    concern_code text not null references core.insurer_concern,
    contract_year smallint not null check (contract_year between 2010 and 2100),
    value_code text not null check (value_code in ('yes', 'no', 'unknown')),
    is_ceiling_reached boolean not null default false,
    delivery_id bigint not null references raw.delivery,
    line bigint not null,
    primary key (provider_id, concern_code, contract_year)
);
comment on table core.contract is 'one row per provider, insurer concern and year: is there a contract, and is its ceiling reached';
