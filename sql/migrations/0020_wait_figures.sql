-- The newest word on each figure of a month, kept ready for every view, and forgotten when what it was made of changes.

create table core.wait_figure_month (
    period_from date primary key check (extract(day from period_from) = 1),
    known_at timestamptz not null,
    release_sha256 text not null
);
comment on table core.wait_figure_month is
    'one row per month whose figures stand ready in core.wait_figure. They hold for who asks what was known at known_at (the last word on the month) or later, as long as the release is the one they were made by';

create table core.wait_figure (
    period_from date not null references core.wait_figure_month on delete cascade,
    method_code text not null references core.wait_method,
    unit_id bigint not null,
    location_id bigint references core.location,
    source_location_id bigint not null references core.source_location,
    circuit_code text not null,
    diagnosis_group_code text not null references core.diagnosis_group,
    segment_code text not null,
    setting_code text not null,
    reference_on date not null,
    intake_weeks numeric,
    treatment_weeks numeric,
    inflow_intake_count integer,
    inflow_treatment_count integer,
    is_stopped boolean not null,
    flag_codes text
);
comment on table core.wait_figure is
    'one row per figure of a month that counts: what functions.wait_figures_computed gives. Nothing in it that cannot be computed again';
create index wait_figure_by_month on core.wait_figure (period_from, method_code);
create index wait_figure_by_group on core.wait_figure (diagnosis_group_code, method_code, period_from);
create index wait_figure_by_place on core.wait_figure (source_location_id, method_code, period_from);

-- Totals stand ready for each view that is usual or was asked for. What stood ready is made again.
delete from core.wait_month;
alter table core.wait_total drop constraint wait_total_period_from_fkey;
drop table core.wait_month;

create table core.wait_view (
    view_id bigint generated always as identity primary key,
    layer_code text not null references core.region_layer,
    kind_code text not null check (kind_code in ('intake', 'treatment', 'total')),
    method_code text not null references core.wait_method,
    segment_code text,
    setting_code text,
    circuit_code text,
    concern_code text references core.insurer_concern,
    is_usual boolean not null,
    asked_at timestamptz,
    unique nulls not distinct (layer_code, kind_code, method_code, segment_code, setting_code, circuit_code, concern_code)
);
comment on table core.wait_view is
    'one row per way of looking at waits whose totals are kept ready: the usual ones, and those somebody asked for (until they are long not asked for). Null is all of them. No word of who asked';

create table core.wait_view_month (
    view_id bigint not null references core.wait_view on delete cascade,
    period_from date not null check (extract(day from period_from) = 1),
    known_at timestamptz not null,
    release_sha256 text not null,
    primary key (view_id, period_from)
);
comment on table core.wait_view_month is
    'one row per view and month whose totals stand ready in core.wait_total. They hold for who asks what was known at known_at (the last word on the month and the one before it) or later, as long as the release is the one they were made by';
create index wait_view_month_by_month on core.wait_view_month (period_from);

-- With kind and method go the key they were part of.
alter table core.wait_total
    drop column kind_code,
    drop column method_code,
    add column view_id bigint not null,
    add foreign key (view_id, period_from) references core.wait_view_month on delete cascade,
    add unique nulls not distinct (view_id, period_from, region_code, diagnosis_group_code);
drop index core.wait_total_by_month;
comment on table core.wait_total is
    'one row per view, month, region and diagnosis group, and per total over either or both of the last two (null): what functions.wait_cells gives, changes against the calendar month before. Nothing in it that cannot be computed again';

-- Light against complex, which reads half a year of the whole country.
create table core.wait_ratio_month (
    method_code text not null references core.wait_method,
    period_from date not null check (extract(day from period_from) = 1),
    known_at timestamptz not null,
    release_sha256 text not null,
    primary key (method_code, period_from)
);
comment on table core.wait_ratio_month is
    'one row per method and month whose comparison of complex with light groups, over the half year that ends with it, stands ready in core.wait_ratio';

create table core.wait_ratio (
    method_code text not null,
    period_from date not null,
    provider_id bigint not null references core.provider,
    place_ids bigint[] not null,
    place_count bigint,
    plain_ratio double precision,
    ratio double precision,
    ratio_low double precision,
    ratio_high double precision,
    is_flagged boolean,
    primary key (method_code, period_from, provider_id),
    foreign key (method_code, period_from) references core.wait_ratio_month on delete cascade
);
comment on table core.wait_ratio is
    'one row per method, month and provider: what functions.wait_ratios gives of the intake wait in care without a stay. Nothing in it that cannot be computed again';

-- As it was, and the figures are forgotten with the totals that were made of them.
create or replace function core.forget_wait_months() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('transferpunt.wait_months', 0));
    case tg_table_name
        when 'wait_version' then
            delete from core.wait_figure_month m where m.period_from = new.period_from;
            delete from core.wait_ratio_month m
             where m.period_from between new.period_from and (new.period_from + interval '5 months')::date;
            delete from core.wait_view_month m where m.period_from in (new.period_from, (new.period_from + interval '1 month')::date);
        when 'wait_flag' then
            delete from core.wait_figure_month m where m.period_from = date_trunc('month', new.reference_on)::date;
            delete from core.wait_view_month m where m.period_from = date_trunc('month', new.reference_on)::date;
        when 'closure' then
            delete from core.wait_figure_month m
             where m.period_from >= date_trunc('month', case tg_op when 'UPDATE' then least(new.from_on, old.from_on) else new.from_on end)::date;
            delete from core.wait_view_month m
             where m.period_from >= date_trunc('month', case tg_op when 'UPDATE' then least(new.from_on, old.from_on) else new.from_on end)::date;
        else
            delete from core.wait_figure_month;
            delete from core.wait_ratio_month;
            delete from core.wait_view_month;
    end case;
    return null;
end;
$$;
