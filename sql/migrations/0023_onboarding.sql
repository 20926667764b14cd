-- Who is invited to state its places here: the invitation, and what the invited filled in of its application.

create table ops.invitation (
    invitation_id bigint generated always as identity primary key,
    agb_code text not null check (agb_code ~ '^[0-9]{8}$'),
    kvk_number text not null check (kvk_number ~ '^[0-9]{8}$'),
    provider_name text not null check (length(provider_name) between 1 and 200),
    contact_email text not null check (length(contact_email) <= 200 and contact_email ~ '^[^[:space:]@<>"]+@[^[:space:]@<>"]+[.][^[:space:]@<>"]+$'),
    region_code text not null references core.region,
    invited_by bigint not null references ops.account,
    invited_at timestamptz not null,
    state_code text not null default 'open' check (state_code in ('open', 'submitted', 'returned', 'approved', 'withdrawn')),
    state_at timestamptz not null,
    reason text check (length(reason) between 1 and 500),
    decided_by bigint references ops.account,
    receipt_id bigint references raw.receipt,
    mail_code text check (mail_code in ('invited', 'returned', 'approved')),
    mail_wanted_at timestamptz,
    mail_sent_at timestamptz,
    token_sha256 text unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
    expires_at timestamptz,
    check ((token_sha256 is null) = (expires_at is null)),
    check (mail_wanted_at is null or mail_code is not null),
    check (state_code <> 'returned' or reason is not null)
);
comment on table ops.invitation is
    'one row per invitation of a provider to state its places here. state_code: open (the invited fills in), submitted, returned (with the reason, to fill in again), approved, withdrawn. A mail that is wanted goes out with a new link, of whose token only the hash is kept: the link of before then works no more. receipt_id: the delivery that an approval made';
create unique index invitation_under_way on ops.invitation (agb_code) where state_code in ('open', 'submitted', 'returned');
create index invitation_by_region on ops.invitation (region_code);
create index invitation_mail_wanted on ops.invitation (mail_wanted_at) where mail_wanted_at is not null;

create table ops.application_step (
    invitation_id bigint not null references ops.invitation,
    step_code text not null check (step_code in ('contact', 'locations', 'offers', 'criteria')),
    content jsonb not null check (jsonb_typeof(content) = 'object' and length(content::text) <= 60000),
    version integer not null default 1 check (version >= 1),
    saved_at timestamptz not null,
    primary key (invitation_id, step_code)
);
comment on table ops.application_step is
    'one row per invitation and step of the form: what the invited last saved of it, whole or not, by the names of the form transferpunt/manual/1. version grows with each save, so that of two tabs the second is told. Nothing reads it but who decides on it, until it is approved';

alter table ops.invitation enable row level security, force row level security;
create policy owner_only on ops.invitation to current_user using (true) with check (true);
alter table ops.application_step enable row level security, force row level security;
create policy owner_only on ops.application_step to current_user using (true) with check (true);
