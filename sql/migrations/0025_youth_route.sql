-- Whom to ask first for somebody under 18: the municipality, which pays for the care.

create table core.youth_route (
    municipality_code text not null references core.region,
    name text not null check (name <> ''),
    phone core.phone_number not null,
    opening_hours core.opening_hours,
    is_fictional boolean not null,
    source text not null check (source <> ''),
    valid_from date not null,
    valid_to date,
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    check (valid_to > valid_from),
    primary key (municipality_code, valid_from)
);
comment on table core.youth_route is
    'one row per municipality and period: who answers there for youth care (wijkteam, toegang jeugd). The operator brings it';
comment on column core.youth_route.is_fictional is 'True: made up for the sample world; never shown outside it.';
