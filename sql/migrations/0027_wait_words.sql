-- Older words on a month of waits, and a comparison with another month than the one before, can stand ready too.

-- What is kept holds for a span of moments, so that several words on one month can be kept. All of it is made again.
delete from core.wait_view_month;
delete from core.wait_figure_month;

alter table core.wait_figure drop constraint wait_figure_period_from_fkey;
alter table core.wait_figure_month
    drop constraint wait_figure_month_pkey,
    add column until_at timestamptz check (until_at > known_at),
    add primary key (period_from, known_at);
comment on table core.wait_figure_month is
    'one row per month and word on it whose figures stand ready in core.wait_figure. They hold for who asks what was known from known_at on and before until_at (null: until now), as long as the release is the one they were made by';
drop index core.wait_figure_by_month;
alter table core.wait_figure
    add column known_at timestamptz not null,
    add foreign key (period_from, known_at) references core.wait_figure_month on delete cascade;
create index wait_figure_by_month on core.wait_figure (period_from, known_at, method_code);

do $$
declare
    name text;
begin
    for name in select c.conname from pg_constraint c where c.conrelid = 'core.wait_total'::regclass and c.contype in ('u', 'f')
                   and c.conkey @> array[(select a.attnum from pg_attribute a
                                           where a.attrelid = 'core.wait_total'::regclass and a.attname = 'period_from')] loop
        execute format('alter table core.wait_total drop constraint %I', name);
    end loop;
end;
$$;
alter table core.wait_view_month
    drop constraint wait_view_month_pkey,
    add column against_on date not null check (extract(day from against_on) = 1),
    add column until_at timestamptz check (until_at > known_at),
    add primary key (view_id, period_from, against_on, known_at);
comment on table core.wait_view_month is
    'one row per view, month, month that it is held against and word on the two whose totals stand ready in core.wait_total. They hold for who asks what was known from known_at on and before until_at (null: until now), as long as the release is the one they were made by';
alter table core.wait_total
    add column against_on date not null,
    add column known_at timestamptz not null,
    add foreign key (view_id, period_from, against_on, known_at) references core.wait_view_month on delete cascade,
    add unique nulls not distinct (view_id, period_from, against_on, known_at, region_code, diagnosis_group_code);
comment on table core.wait_total is
    'one row per view, month, month that it is held against, word on the two, region and diagnosis group, and per total over either or both of the last two (null): what functions.wait_cells gives. Nothing in it that cannot be computed again';

create table core.wait_wish (
    view_id bigint not null references core.wait_view on delete cascade,
    period_from date not null check (extract(day from period_from) = 1),
    against_on date not null check (extract(day from against_on) = 1),
    read_at timestamptz not null,
    asked_at timestamptz not null,
    primary key (view_id, period_from, against_on, read_at)
);
comment on table core.wait_wish is
    'one row per view, month, month that it is held against and moment of an older word on them (infinity: the newest) that somebody asked for, beside what every view has; forgotten two days after it was asked for last. No word of who asked';

-- As it was; of totals also those that were held against the month.
create or replace function core.forget_wait_months() returns trigger language plpgsql as $$
declare
    since date;
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('transferpunt.wait_months', 0));
    case tg_table_name
        when 'wait_version' then
            delete from core.wait_figure_month m where m.period_from = new.period_from;
            delete from core.wait_ratio_month m
             where m.period_from between new.period_from and (new.period_from + interval '5 months')::date;
            delete from core.wait_view_month m where new.period_from in (m.period_from, m.against_on);
        when 'wait_flag' then
            delete from core.wait_figure_month m where m.period_from = date_trunc('month', new.reference_on)::date;
            delete from core.wait_view_month m where m.period_from = date_trunc('month', new.reference_on)::date;
        when 'closure' then
            since := date_trunc('month', case tg_op when 'UPDATE' then least(new.from_on, old.from_on) else new.from_on end)::date;
            delete from core.wait_figure_month m where m.period_from >= since;
            delete from core.wait_view_month m where greatest(m.period_from, m.against_on) >= since;
        else
            delete from core.wait_figure_month;
            delete from core.wait_ratio_month;
            delete from core.wait_view_month;
    end case;
    return null;
end;
$$;

-- Whether a method was told at all is asked by the worker again and again, and by the clocks of a month.
create index waiting_time_by_method on core.waiting_time (method_code, reference_on);
