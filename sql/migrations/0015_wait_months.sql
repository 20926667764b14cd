-- What the waits of a month come to, kept ready for the views most asked for, and forgotten when what it was made of changes.

create table core.wait_month (
    period_from date primary key check (extract(day from period_from) = 1),
    known_at timestamptz not null,
    release_sha256 text not null
);
comment on table core.wait_month is
    'one row per month whose totals stand ready in core.wait_total. They hold for who asks what was known at known_at (the last word on the month and the one before it) or later, as long as the release is the one they were made by';

create table core.wait_total (
    kind_code text not null check (kind_code in ('intake', 'treatment', 'total')),
    method_code text not null references core.wait_method,
    period_from date not null references core.wait_month on delete cascade,
    region_code text references core.region,
    diagnosis_group_code text references core.diagnosis_group,
    mean_weeks numeric,
    median_weeks numeric,
    p80_weeks numeric,
    p90_weeks numeric,
    norm_weeks numeric,
    share_over_norm numeric,
    location_count bigint not null,
    small_location_count bigint not null,
    small_median_weeks numeric,
    told_location_count bigint not null,
    stopped_location_count bigint not null,
    share_in_stop numeric,
    gone_location_count bigint not null,
    oldest_reference_on date,
    middle_days date[] not null,
    flag_codes text[] not null,
    flagged_location_count bigint not null,
    change_weeks numeric,
    change_median_weeks numeric,
    change_location_count bigint not null,
    method_change_share numeric,
    unique nulls not distinct (kind_code, method_code, period_from, region_code, diagnosis_group_code)
);
comment on table core.wait_total is
    'one row per kind of wait, method, month, zorgkantoorregio and diagnosis group, and per total over either or both (null): what functions.wait_cells gives for the usual view (all segments, ages and providers; care without a stay, or every setting where nobody noted the method), changes against the calendar month before. Nothing in it that cannot be computed again';
create index wait_total_by_month on core.wait_total (period_from);

-- Whoever changes what totals are made of forgets them in the same transaction. The lock keeps apart those who change (shared)
-- and who makes totals (alone), so that no total is made of what a change under way is about to replace.
create function core.forget_wait_months() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('transferpunt.wait_months', 0));
    case tg_table_name
        when 'wait_version' then
            delete from core.wait_month m where m.period_from in (new.period_from, (new.period_from + interval '1 month')::date);
        when 'wait_flag' then
            delete from core.wait_month m where m.period_from = date_trunc('month', new.reference_on)::date;
        when 'closure' then
            delete from core.wait_month m
             where m.period_from >= date_trunc('month', case tg_op when 'UPDATE' then least(new.from_on, old.from_on) else new.from_on end)::date;
        else
            delete from core.wait_month;
    end case;
    return null;
end;
$$;
revoke all on function core.forget_wait_months() from public;

create trigger forgets_wait_months after insert or update on core.wait_version
    for each row execute function core.forget_wait_months();
create trigger forgets_wait_months after insert or update on core.wait_flag
    for each row execute function core.forget_wait_months();
create trigger forgets_wait_months after insert on core.closure
    for each row when (new.concern_code is null) execute function core.forget_wait_months();
create trigger forgets_changed_wait_months after update on core.closure
    for each row when (new.concern_code is null and (old.location_id, old.offer_id, old.diagnosis_group_code, old.from_on, old.until_on, old.withdrawn_by)
        is distinct from (new.location_id, new.offer_id, new.diagnosis_group_code, new.from_on, new.until_on, new.withdrawn_by))
    execute function core.forget_wait_months();
create trigger forgets_wait_months after update on core.offer
    for each row when ((old.diagnosis_group_code, old.segment_code) is distinct from (new.diagnosis_group_code, new.segment_code))
    execute function core.forget_wait_months();
create trigger forgets_wait_months after update on core.location
    for each row when (old.postcode4 is distinct from new.postcode4) execute function core.forget_wait_months();
create trigger forgets_wait_months after update on core.source_location
    for each row when ((old.location_id, old.postcode4, old.municipality_codes) is distinct from (new.location_id, new.postcode4, new.municipality_codes))
    execute function core.forget_wait_months();
