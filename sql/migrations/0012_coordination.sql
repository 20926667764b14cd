-- What a coordinator works off, and what somebody enters on a page.

-- Calls: "klopte niet" is open until somebody did something with it --------------------------------------------------------

create table core.call_result (
    result_code text primary key check (result_code ~ '^[a-z][a-z_]{1,29}$'),
    name_nl text not null,
    name_en text not null,
    is_final boolean not null,
    sort_order integer not null,
    source text not null check (source <> ''),
    valid_from date not null,
    valid_to date,
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    check (valid_to > valid_from)
);
comment on table core.call_result is
    'one row per way in which a call that said "klopte niet" is worked off; one that is not final leaves it open';

alter table core.call_outcome add column phoned_at timestamptz check (phoned_at >= called_at);
alter table core.call_outcome add column phoned_count smallint not null default 0 check (phoned_count >= 0);
alter table core.call_outcome add foreign key (handled_as) references core.call_result;
create index call_outcome_open on core.call_outcome (called_at) where handled_at is null and not is_as_shown;

-- What is entered on a page ---------------------------------------------------------------------------------------------------

alter table core.source add column is_partial boolean not null default false;
comment on column core.source.is_partial is
    'a delivery of this source speaks of what it names only: what it leaves out stays as it was. Of forms on a page, where one offer is told at a time';

create table core.entered_capacity (
    receipt_id bigint primary key references raw.receipt,
    offer_id bigint not null references core.offer,
    urgency_code text not null references core.urgency,
    role_code text not null references core.access_role,
    means_code text not null check (means_code in ('telephone', 'form')),
    entered_at timestamptz not null
);
comment on table core.entered_capacity is
    'one row per count of an offer that was entered on a page: for the provider by telephone, or on its own form. Who did it stands in the audit trail; what became of it, in the delivery of its receipt';
create index entered_capacity_by_offer on core.entered_capacity (offer_id, entered_at desc);
