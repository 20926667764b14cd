-- What matching a patient with a place asks of the lists: what comes beside a complaint, what bridges a wait, who mediates.

alter table core.exclusion_criterion add column is_beside boolean not null default false;
comment on column core.exclusion_criterion.is_beside is
    'True: asked already with the complaint, as what comes beside it (addiction, intellectual disability, autism, eating disorder).';

alter table core.care_pathway add column bridge_code text check (bridge_code in ('home_treatment', 'respite'));
comment on column core.care_pathway.bridge_code is
    'How this care can bridge a wait for other care; null where it does not. Consultation and the social domain bridge too: the one is a phone number of a location, the other a segment of an offer.';

create table core.mediation_line (
    concern_code text not null references core.insurer_concern,
    phone core.phone_number not null,
    opening_hours core.opening_hours,
    is_fictional boolean not null,
    source text not null check (source <> ''),
    valid_from date not null,
    valid_to date,
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    check (valid_to > valid_from),
    primary key (concern_code, valid_from)
);
comment on table core.mediation_line is
    'one row per insurer concern and period: its line for waiting-list mediation (zorgbemiddeling). The operator brings it';
comment on column core.mediation_line.is_fictional is 'True: made up for the sample world; never shown outside it.';
