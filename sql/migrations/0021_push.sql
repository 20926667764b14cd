-- Pushing over HTTPS: the tokens of senders, and what is tried without being stored.

create table ops.push_token (
    token_id bigint generated always as identity primary key,
    source_code text not null references core.source,
    token_prefix text not null unique check (token_prefix ~ '^tp_[a-z0-9]{8}$'),
    token_sha256 text not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
    made_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > made_at),
    revoked_at timestamptz check (revoked_at >= made_at),
    last_used_at timestamptz
);
comment on table ops.push_token is
    'one row per token with which a source pushes: what can be seen of it, and the hash of the whole. The source may report for the AGB codes to which the token is bound, and for no other; who made it stands in the audit trail';
create index push_token_by_source on ops.push_token (source_code, token_id desc);
alter table ops.push_token enable row level security, force row level security;
create policy owner_only on ops.push_token to current_user using (true) with check (true);

create unlogged table raw.trial (
    trial_id uuid primary key default gen_random_uuid(),
    source_code text not null references core.source,
    payload bytea not null,
    asked_at timestamptz not null default now(),
    answer jsonb check (jsonb_typeof(answer) = 'object')
);
alter table raw.trial alter column payload set storage external;
create index trial_waiting on raw.trial (asked_at) where answer is null;
comment on table raw.trial is
    'one row per dry run under way: a payload that the worker loads in a transaction which it takes back, and then what it would have become. Gone when that is told, and after five minutes in any case';
