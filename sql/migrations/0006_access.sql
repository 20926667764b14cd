-- Who may come in, what they may do, how often, and what they did.
-- Row security is forced on everything here that is about people who sign in: only the owner passes, and as the owner only
-- the definer functions of the logic schemas run. Nobody else has a grant; the policies are the second lock on that door.

-- Roles and permissions: lists, so that a role is a row -----------------------------------------------------------------

create table core.access_role (
    role_code text primary key check (role_code ~ '^[a-z][a-z_]{1,29}$'),
    name_nl text not null,
    name_en text not null,
    database_role text not null
        check (database_role in ('app_gp', 'app_insurer', 'app_provider', 'app_coordinator', 'app_operator', 'auditor')),
    idle_minutes integer not null check (idle_minutes between 1 and 1440),
    absolute_minutes integer not null check (absolute_minutes between idle_minutes and 1440),
    remembered_hours integer not null default 0 check (remembered_hours between 0 and 24),
    is_second_factor_required boolean not null,
    minimum_acr text,
    sort_order integer not null,
    source text not null check (source <> ''),
    valid_from date not null,
    valid_to date,
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    check (valid_to > valid_from)
);
comment on table core.access_role is
    'one row per role in which somebody signs in: the login role that asks its questions, how long a session lasts (idle, and at most), for how many hours a device stays known without signing in again (0 is never), and how strong a sign-in must be';

create table core.access_permission (
    role_code text not null references core.access_role,
    permission_code text not null check (permission_code ~ '^[a-z][a-z_]{1,39}$'),
    scope_code text not null check (scope_code in ('all', 'own', 'region', 'concern', 'none')),
    source text not null check (source <> ''),
    valid_from date not null,
    valid_to date,
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    check (valid_to > valid_from),
    primary key (role_code, permission_code)
);
comment on table core.access_permission is
    'one row per role and permission: over what it reaches. own is the person''s AGB codes or own entries, region its regions, concern its insurer concerns; none is said, not left out';

create table core.small_number_rule (
    rule_code text primary key check (rule_code in ('waiting')),
    threshold integer not null check (threshold between 5 and 1000),
    rounding integer not null check (rounding between 5 and threshold),
    source text not null check (source <> ''),
    valid_from date not null,
    valid_to date,
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    check (valid_to > valid_from)
);
comment on table core.small_number_rule is
    'one row per kind of count of people: below the threshold it is not shown to those who see totals only, from it on it is rounded to a multiple of rounding';

-- Accounts --------------------------------------------------------------------------------------------------------------

create table ops.account (
    account_id bigint generated always as identity primary key,
    login text unique check (login = lower(login) and login <> ''),
    issuer text,
    subject text,
    display_name text not null check (display_name <> ''),
    role_code text not null references core.access_role,
    password_hash text check (password_hash like '$argon2id$%'),
    totp_secret_encrypted text,
    totp_step bigint,
    is_demo boolean not null default false,
    is_active boolean not null default true,
    rights_version integer not null default 1,
    failed_count integer not null default 0 check (failed_count >= 0),
    unblocked_at timestamptz,
    created_at timestamptz not null,
    unique (issuer, subject),
    check ((issuer is null) = (subject is null)),
    check (login is not null or subject is not null)
);
comment on table ops.account is
    'one row per person who may sign in: by login and password here, or as issuer and subject of an identity provider. rights_version grows with each change of rights or password and ends the sessions and devices of before; unblocked_at is when a row of failed sign-ins is over; totp_step is the last time step whose code was used';

create table ops.account_scope (
    account_id bigint not null references ops.account,
    kind_code text not null check (kind_code in ('region', 'agb', 'concern')),
    scope_code text not null check (scope_code <> '' and (kind_code <> 'agb' or scope_code ~ '^[0-9]{8}$')),
    primary key (account_id, kind_code, scope_code)
);
comment on table ops.account_scope is 'one row per account and region, AGB code or insurer concern that is its own';

create table ops.recovery_code (
    account_id bigint not null references ops.account,
    code_sha256 text not null check (code_sha256 ~ '^[0-9a-f]{64}$'),
    used_at timestamptz,
    primary key (account_id, code_sha256)
);
comment on table ops.recovery_code is 'one row per recovery code given to an account; each works once';

create table ops.claim_mapping (
    claim_mapping_id bigint generated always as identity primary key,
    issuer text not null,
    claim text not null,
    value text not null,
    role_code text references core.access_role,
    kind_code text check (kind_code in ('region', 'agb', 'concern')),
    scope_code text,
    priority integer not null default 100,
    check ((role_code is null) <> (kind_code is null)),
    check (role_code is null or (value <> '*' and scope_code is null)),
    check ((kind_code is null or value = '*') = (scope_code is null)),
    unique nulls not distinct (issuer, claim, value, role_code, kind_code, scope_code)
);
comment on table ops.claim_mapping is
    'one row per claim value of an identity provider and what it gives: a role (of several the lowest priority number), or a scope. Value * takes the claim''s own values as the codes of that kind';

-- Sessions, devices, limits ---------------------------------------------------------------------------------------------

create table ops.device (
    device_sha256 text primary key check (device_sha256 ~ '^[0-9a-f]{64}$'),
    device_id bigint generated always as identity unique,
    account_id bigint not null references ops.account,
    rights_version integer not null,
    label text not null default '',
    remembered_at timestamptz not null,
    revoked_at timestamptz
);
comment on table ops.device is
    'one row per device on which an account signed in fully at remembered_at and asked to be known; only the hash of its token is kept';
create index device_by_account on ops.device (account_id);

create table ops.session (
    token_sha256 text primary key check (token_sha256 ~ '^[0-9a-f]{64}$'),
    session_id bigint generated always as identity unique,
    csrf_sha256 text not null check (csrf_sha256 ~ '^[0-9a-f]{64}$'),
    account_id bigint not null references ops.account,
    rights_version integer not null,
    device_sha256 text references ops.device,
    address text,
    opened_at timestamptz not null,
    seen_at timestamptz not null check (seen_at >= opened_at),
    closed_at timestamptz
);
comment on table ops.session is
    'one row per session: the hash of its token, never the token. It ends by sign-out, idleness, age, a change of rights, or when its device is forgotten; the limits are those of its role at the moment of asking';
create index session_by_account on ops.session (account_id) where closed_at is null;

create unlogged table ops.token_bucket (
    bucket_key text primary key,
    tokens numeric not null,
    is_allowed boolean not null,
    filled_at timestamptz not null
);
comment on table ops.token_bucket is
    'one row per limited thing (a person, an address, a login): tokens left when it was last asked, and what it was answered. After a crash of the server everybody starts with a full one';
create index token_bucket_by_age on ops.token_bucket (filled_at);

-- The audit trail -------------------------------------------------------------------------------------------------------

comment on schema audit is 'State: who did or saw what, insert only, in one chain of hashes.';

create table audit.event (
    event_id bigint not null,
    occurred_at timestamptz not null,
    event_type text not null check (event_type ~ '^[a-z][a-z_]{1,39}$'),
    action_code text not null check (action_code in ('C', 'R', 'U', 'D', 'E')),
    outcome_code text not null check (outcome_code in ('success', 'refused', 'failed')),
    account_id bigint,
    user_name text,
    role_code text,
    session_id bigint,
    address text,
    purpose text,
    region_code text,
    object_type text,
    object_id text,
    detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object' and length(detail::text) <= 4000),
    request_id text,
    event_hash text not null check (event_hash ~ '^[0-9a-f]{64}$'),
    primary key (event_id, occurred_at),
    constraint account_is_known check (account_id is null or user_name is not null)
) partition by range (occurred_at);
comment on table audit.event is
    'one row per thing done, seen or refused. Actions: create, read, update, delete, execute. detail says which filter or which fields, never the content of what changed; event_hash covers the row and the hash of the row before it. A partition per month, made by functions.ensure_audit_month; after five years it goes as a whole, and an event audit_month_dropped says what went and with which hash it ended';
create index event_by_account on audit.event (account_id, event_id desc);
create index event_by_moment on audit.event (occurred_at);
create index event_by_object on audit.event (object_id, event_id desc);

create table audit.head (
    is_only boolean primary key default true check (is_only),
    event_id bigint not null,
    event_hash text not null check (event_hash ~ '^[0-9a-f]{64}$')
);
comment on table audit.head is 'one row: the last link of the chain. Who holds its lock writes the next one';
insert into audit.head (event_id, event_hash) values (0, repeat('0', 64));

-- Part of the state, not of the logic: what it gives for a row must never change with a release.
create function audit.hash_of(previous_hash text, event audit.event) returns text
language sql stable set search_path = ''
begin atomic
    select encode(sha256(convert_to(previous_hash || jsonb_build_array(
        (hash_of.event).event_id,
        to_char((hash_of.event).occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        (hash_of.event).event_type, (hash_of.event).action_code, (hash_of.event).outcome_code,
        (hash_of.event).account_id, (hash_of.event).user_name, (hash_of.event).role_code,
        (hash_of.event).session_id, (hash_of.event).address, (hash_of.event).purpose, (hash_of.event).region_code,
        (hash_of.event).object_type, (hash_of.event).object_id, (hash_of.event).detail, (hash_of.event).request_id
    )::text, 'UTF8')), 'hex');
end;
comment on function audit.hash_of is 'sha256, in hex, of the hash of the row before and all columns of this one in a fixed form';
revoke all on function audit.hash_of from public;

create function audit.refuse_change() returns trigger
language plpgsql set search_path = ''
as $$
begin
    raise insufficient_privilege using message = format('%I.%I is never changed this way', tg_table_schema, tg_table_name);
end
$$;
comment on function audit.refuse_change is 'holds back everybody, the owner too';
revoke all on function audit.refuse_change from public;

create trigger insert_only before update or delete or truncate on audit.event
    for each statement execute function audit.refuse_change();
create trigger one_row before insert or delete or truncate on audit.head
    for each statement execute function audit.refuse_change();

-- Row security ----------------------------------------------------------------------------------------------------------

alter table audit.event enable row level security, force row level security;
create policy owner_reads on audit.event for select to current_user using (true);
create policy owner_adds on audit.event for insert to current_user with check (true);

alter table audit.head enable row level security, force row level security;
create policy owner_reads on audit.head for select to current_user using (true);
create policy owner_moves on audit.head for update to current_user using (true) with check (true);

alter table ops.account enable row level security, force row level security;
create policy owner_only on ops.account to current_user using (true) with check (true);
alter table ops.account_scope enable row level security, force row level security;
create policy owner_only on ops.account_scope to current_user using (true) with check (true);
alter table ops.recovery_code enable row level security, force row level security;
create policy owner_only on ops.recovery_code to current_user using (true) with check (true);
alter table ops.claim_mapping enable row level security, force row level security;
create policy owner_only on ops.claim_mapping to current_user using (true) with check (true);
alter table ops.device enable row level security, force row level security;
create policy owner_only on ops.device to current_user using (true) with check (true);
alter table ops.session enable row level security, force row level security;
create policy owner_only on ops.session to current_user using (true) with check (true);
alter table ops.token_bucket enable row level security, force row level security;
create policy owner_only on ops.token_bucket to current_user using (true) with check (true);
