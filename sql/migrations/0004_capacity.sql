-- Counts of places, stops, waits: history by month, and a current state that loading maintains.

create table core.capacity_count (
    offer_id bigint not null references core.offer,
    urgency_code text not null references core.urgency,
    counted_at timestamptz not null,
    delivery_id bigint not null references raw.delivery,
    line bigint not null check (line >= 1),
    free_count smallint check (free_count >= 0),
    total_count smallint check (total_count >= 0),
    reserved_count smallint check (reserved_count >= 0),
    expected_7_count smallint check (expected_7_count >= 0),
    expected_14_count smallint check (expected_14_count >= expected_7_count),
    expected_28_count smallint check (expected_28_count >= expected_14_count),
    first_on date,
    expires_at timestamptz not null check (expires_at > counted_at),
    primary key (offer_id, urgency_code, counted_at, delivery_id),
    check (urgency_code <> 'crisis'),
    check (free_count <= total_count)
) partition by range (counted_at);
comment on table core.capacity_count is
    'one row per offer, urgency, moment counted and delivery: the history. free_count null is "not told", never zero; expected_N_count is the number expected to come free within N days of counting, cumulative; crisis has no places';

create table core.capacity_current (
    offer_id bigint not null references core.offer,
    urgency_code text not null references core.urgency,
    counted_at timestamptz not null,
    delivery_id bigint not null references raw.delivery,
    line bigint not null,
    source_code text not null references core.source,
    free_count smallint,
    total_count smallint,
    reserved_count smallint,
    expected_7_count smallint,
    expected_14_count smallint,
    expected_28_count smallint,
    first_on date,
    expires_at timestamptz not null,
    blank_code text check (blank_code in ('absent', 'held_lower')),
    blank_delivery_id bigint references raw.delivery,
    primary key (offer_id, urgency_code),
    check (urgency_code <> 'crisis'),
    check (free_count <= total_count),
    check ((blank_code is null) = (blank_delivery_id is null))
);
comment on table core.capacity_current is
    'one row per offer and urgency: the newest applied count. blank_code makes it unknown at once: absent (the source''s newest delivery no longer names it) or held_lower (a held delivery reports fewer places or a stop)';
create index capacity_current_by_source on core.capacity_current (source_code);

create table core.closure (
    closure_id bigint generated always as identity primary key,
    location_id bigint not null references core.location,
    offer_id bigint references core.offer,
    concern_code text references core.insurer_concern,
    diagnosis_group_code text references core.diagnosis_group,
    reason_code text not null references core.closure_reason,
    from_on date not null,
    until_on date check (until_on >= from_on),
    source_code text not null references core.source,
    delivery_id bigint not null references raw.delivery,
    line bigint not null,
    withdrawn_by bigint references raw.delivery,
    unique nulls not distinct (delivery_id, line, offer_id, concern_code)
);
comment on table core.closure is
    'one row per stop on new clients (aanmeldstop) that a delivery names: for a location or one offer, for everybody or one insurer concern or group, until_on inclusive, null is until further notice; withdrawn_by is the later delivery of that source that no longer names it';
create index closure_open on core.closure (location_id) where withdrawn_by is null;
create index closure_by_source on core.closure (source_code) where withdrawn_by is null;

create table core.waiting_time (
    source_location_id bigint not null references core.source_location,
    circuit_code text not null references core.age_circuit,
    diagnosis_group_code text not null references core.diagnosis_group,
    group_literal text not null default '',
    insurer_literal text not null default '',
    segment_code text not null references core.segment,
    setting_code text not null check (setting_code in ('ambulant', 'clinical', 'unknown')),
    method_code text not null references core.wait_method,
    reference_on date not null,
    occurrence smallint not null default 1 check (occurrence >= 1),
    version smallint not null default 1 check (version >= 1),
    intake_weeks numeric(6, 3) check (intake_weeks between 0 and 260),
    intake_state text not null check (intake_state in ('value', 'no_wait', 'stop', 'not_published', 'unknown')),
    intake_literal text,
    intake_rule text not null default '',
    treatment_weeks numeric(6, 3) check (treatment_weeks between 0 and 260),
    treatment_state text not null check (treatment_state in ('value', 'no_wait', 'stop', 'not_published', 'unknown')),
    treatment_literal text,
    treatment_rule text not null default '',
    waiting_intake_count integer check (waiting_intake_count >= 0),
    waiting_intake_over_norm_count integer check (waiting_intake_over_norm_count between 0 and waiting_intake_count),
    waiting_treatment_count integer check (waiting_treatment_count >= 0),
    waiting_treatment_over_norm_count integer check (waiting_treatment_over_norm_count between 0 and waiting_treatment_count),
    inflow_intake_count integer check (inflow_intake_count >= 0),
    inflow_intake_within_norm_count integer check (inflow_intake_within_norm_count between 0 and inflow_intake_count),
    inflow_treatment_count integer check (inflow_treatment_count >= 0),
    inflow_treatment_within_norm_count integer check (inflow_treatment_within_norm_count between 0 and inflow_treatment_count),
    new_month_count integer check (new_month_count >= 0),
    started_month_count integer check (started_month_count >= 0),
    left_month_count integer check (left_month_count >= 0),
    start_event_code text not null default 'intake_request' check (start_event_code in ('intake_request', 'referral')),
    site_updated_on date,
    stop_until_on date,
    remark text,
    flags text[] not null default '{}',
    delivery_id bigint not null references raw.delivery,
    line bigint not null check (line >= 1),
    primary key (source_location_id, reference_on, circuit_code, diagnosis_group_code, group_literal, insurer_literal,
                 segment_code, setting_code, method_code, occurrence, version),
    check ((intake_weeks is not null) = (intake_state in ('value', 'no_wait'))),
    check ((treatment_weeks is not null) = (treatment_state in ('value', 'no_wait')))
) partition by range (reference_on);
comment on table core.waiting_time is
    'one row per location as named by its source, age circuit, diagnosis group, literal group, insurer as written (empty is everybody), segment, setting, method, reference date, occurrence and version. occurrence is 1, but where a historic source itself tells several figures for one key: all are kept, numbered by their content. Weeks are null unless the state is value or no_wait (no wait is 0 weeks with a flag); stop is a state, not a long wait; counts are waiting places, never persons; the inflow is of the last two months; flags say what a historic row lacks';

create table core.waiting_current (
    source_location_id bigint not null references core.source_location,
    circuit_code text not null,
    diagnosis_group_code text not null,
    group_literal text not null,
    insurer_literal text not null,
    segment_code text not null,
    setting_code text not null,
    method_code text not null,
    occurrence smallint not null default 1,
    reference_on date not null,
    version smallint not null,
    intake_weeks numeric(6, 3),
    intake_state text not null,
    treatment_weeks numeric(6, 3),
    treatment_state text not null,
    delivery_id bigint not null references raw.delivery,
    line bigint not null,
    primary key (source_location_id, circuit_code, diagnosis_group_code, group_literal, insurer_literal, segment_code,
                 setting_code, method_code, occurrence)
);
comment on table core.waiting_current is
    'one row per key of core.waiting_time without date and version: the newest version of the newest reference date';

create table core.call_outcome (
    call_outcome_id bigint generated always as identity primary key,
    offer_id bigint not null references core.offer,
    urgency_code text not null references core.urgency,
    is_as_shown boolean not null,
    role_code text not null,
    called_at timestamptz not null,
    handled_at timestamptz check (handled_at >= called_at),
    handled_as text
);
comment on table core.call_outcome is 'one row per call to an offer: was the figure as shown (klopte) or not, by which role, when';
create index call_outcome_by_offer on core.call_outcome (offer_id, called_at desc);

create table core.obligation (
    source_code text not null references core.source,
    period_from date not null,
    period_to date not null check (period_to > period_from),
    due_at timestamptz not null,
    delivery_id bigint references raw.delivery,
    primary key (source_code, period_from)
);
comment on table core.obligation is 'one row per source and period: what is due when, and the delivery that met it (null while it has not)';
