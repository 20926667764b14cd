-- What a waiting time is judged by: settings, breaks, duties, inhabitants; and which version of a month was known when.

create temporary table listed (
    source text not null check (source <> ''),
    valid_from date not null,
    valid_to date,
    maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
    check (valid_to > valid_from)
);

-- Lists -----------------------------------------------------------------------------------------------------------------

create table core.wait_setting (
    setting_code text not null check (setting_code ~ '^[a-z][a-z0-9_]{2,39}$'),
    value numeric,
    meaning_nl text not null,
    meaning_en text not null,
    like pg_temp.listed including all,
    primary key (setting_code, valid_from)
);
comment on table core.wait_setting is
    'one row per setting and period: a number by which waits are judged. A null value says that it is not known, and what needs it says so too';

create table core.series_break (
    break_code text primary key check (break_code ~ '^[a-z0-9_]+$'),
    break_on date not null,
    method_codes text[] not null default '{}',
    name_nl text not null,
    name_en text not null,
    explanation_nl text not null,
    explanation_en text not null,
    like pg_temp.listed including all
);
comment on table core.series_break is
    'one row per day from which figures can no longer be compared with those before; method_codes are the methods it touches, none is all of them';

create table core.group_complexity (
    diagnosis_group_code text primary key references core.diagnosis_group,
    complexity_code text not null check (complexity_code in ('complex', 'light')),
    like pg_temp.listed including all
);
comment on table core.group_complexity is
    'one row per diagnosis group that counts as complex or as light when the two are compared; ours, editable, no judgement on a person. What is not listed is left out';

create table core.wait_flag_kind (
    flag_code text primary key check (flag_code ~ '^[a-z_]+$'),
    name_nl text not null,
    name_en text not null,
    explanation_nl text not null,
    explanation_en text not null,
    sort_order integer not null,
    like pg_temp.listed including all
);
comment on table core.wait_flag_kind is 'one row per way in which a wait can be hard to believe';

create table core.wait_duty (
    agb_code text not null check (agb_code ~ '^[0-9]{8}$'),
    like pg_temp.listed including all,
    primary key (agb_code, valid_from)
);
comment on table core.wait_duty is
    'one row per AGB code of a provider or location and period in which it must deliver waits each month. The operator brings it; without a row the response rate is not known';

create table core.population (
    municipality_code text not null references core.region (region_code),
    counted_on date not null,
    age_from smallint not null check (age_from between 0 and 120),
    age_to smallint check (age_to between age_from and 120),
    inhabitant_count integer not null check (inhabitant_count >= 0),
    like pg_temp.listed including all,
    primary key (municipality_code, counted_on, age_from)
);
comment on table core.population is 'one row per municipality, day of counting and age class (age_to inclusive, null is no limit): its inhabitants';

drop table pg_temp.listed;

-- Versions and flags ----------------------------------------------------------------------------------------------------

create table core.wait_version (
    period_from date not null check (extract(day from period_from) = 1),
    delivery_id bigint not null references raw.delivery,
    known_at timestamptz not null,
    figure_count integer not null check (figure_count > 0),
    primary key (period_from, delivery_id)
);
comment on table core.wait_version is
    'one row per month and delivery that brought or changed a figure of it, and since when that was known: each is a version of the month. A figure of a made-up source was known when its sender made it, any other when we took it over';

insert into core.wait_version (period_from, delivery_id, known_at, figure_count)
select date_trunc('month', t.reference_on)::date, d.delivery_id,
       case when s.is_fictional then d.delivered_at else greatest(d.received_at, d.decided_at) end, count(*)
  from core.waiting_time t
  join raw.delivery d on d.delivery_id = t.delivery_id
  join core.source s on s.source_code = d.source_code
 group by 1, 2, 3;

create table core.wait_flag (
    source_location_id bigint not null references core.source_location,
    reference_on date not null,
    circuit_code text not null,
    diagnosis_group_code text not null,
    group_literal text not null,
    insurer_literal text not null,
    segment_code text not null,
    setting_code text not null,
    method_code text not null,
    occurrence smallint not null,
    version smallint not null,
    flag_code text not null references core.wait_flag_kind,
    told numeric,
    expected numeric,
    known_at timestamptz not null,
    lifted_at timestamptz check (lifted_at >= known_at),
    primary key (source_location_id, reference_on, circuit_code, diagnosis_group_code, group_literal, insurer_literal, segment_code,
                 setting_code, method_code, occurrence, version, flag_code, known_at)
);
comment on table core.wait_flag is
    'one row per version of a figure in core.waiting_time, kind of doubt, and moment since which it was known; lifted_at is when a later delivery took the doubt away. told and expected are the two numbers that do not go together';
create index wait_flag_by_month on core.wait_flag (reference_on);

create index closure_by_location on core.closure (location_id);
