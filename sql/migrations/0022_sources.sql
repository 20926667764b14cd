-- Sources that are kept on a page, tries of them, how far a load is, municipalities that a person names, feeds that stand still.

-- For whom a source may speak, as said on a page -----------------------------------------------------------------------------

alter table core.source_agb drop constraint source_agb_maintained_by_check;
alter table core.source_agb add constraint source_agb_maintained_by_check check (maintained_by in ('product', 'operator', 'page'));

create table core.source_agb_withdrawn (
    source_code text not null references core.source,
    agb_code text not null check (agb_code ~ '^[0-9]{8}$'),
    primary key (source_code, agb_code)
);
comment on table core.source_agb_withdrawn is
    'one row per source and AGB code that was taken away from it on a page: no list gives it back, only that page does';

create function core.leave_withdrawn() returns trigger language plpgsql set search_path = '' as $$
begin
    if new.maintained_by <> 'page'
       and exists (select from core.source_agb_withdrawn w where w.source_code = new.source_code and w.agb_code = new.agb_code) then
        return null;
    end if;
    return new;
end
$$;
revoke execute on function core.leave_withdrawn from public;
comment on function core.leave_withdrawn is 'a list gives no code to a source from which it was taken away on a page';
create trigger leaves_withdrawn before insert on core.source_agb for each row execute function core.leave_withdrawn();

-- A try: fetched and loaded once, all of it rolled back ------------------------------------------------------------------------

create table ops.source_trial (
    source_code text primary key references core.source,
    asked_at timestamptz not null,
    begun_at timestamptz,
    ended_at timestamptz,
    failure_code text references core.refusal,
    outcome_code text check (outcome_code in ('nothing', 'applied', 'duplicate', 'superseded', 'held', 'rejected', 'busy')),
    file_name text check (length(file_name) <= 200),
    size_bytes bigint check (size_bytes >= 0),
    read_count integer,
    accepted_count integer,
    refused_count integer,
    duplicate_count integer,
    refusals jsonb not null default '{}',
    sentence_nl text,
    check ((ended_at is null) = (failure_code is null and outcome_code is null)),
    check (failure_code is null or outcome_code is null)
);
comment on table ops.source_trial is
    'one row per source that somebody tried: when that was asked, begun and ended, and what was found. Nothing of it was kept. failure_code: it could not be fetched, and why; outcome_code: what would have become of it, nothing for a source with nothing new; refusals: code to rows';
alter table ops.source_trial enable row level security, force row level security;
create policy owner_only on ops.source_trial to current_user using (true) with check (true);

-- How far a load is ------------------------------------------------------------------------------------------------------------

create unlogged table ops.load_progress (
    delivery_id bigint primary key,
    step_code text not null check (step_code in ('reading', 'checking', 'applying')),
    row_count bigint not null check (row_count >= 0),
    total_count bigint check (total_count >= 0),
    told_at timestamptz not null
);
comment on table ops.load_progress is
    'one row per delivery that is being loaded: how many rows were read, of how many as far as that is known. It is told beside the load''s own transaction, and goes when that ends';
alter table ops.load_progress enable row level security, force row level security;
create policy owner_only on ops.load_progress to current_user using (true) with check (true);

-- Municipalities ---------------------------------------------------------------------------------------------------------------

alter table core.municipality_change drop constraint municipality_change_maintained_by_check;
alter table core.municipality_change add constraint municipality_change_maintained_by_check
    check (maintained_by in ('product', 'operator', 'page'));

-- A feed that stands still -----------------------------------------------------------------------------------------------------

alter table raw.delivery add column figures_sha256 text check (figures_sha256 ~ '^[0-9a-f]{64}$');
comment on column raw.delivery.figures_sha256 is
    'of its counts, whenever they say to be counted: the same for a sender that tells the same figures each night; null for other records';
