-- Where the rows of a delivery stand between parsing and merging. Unlogged: after a crash the kept bytes are parsed again.

create unlogged table raw.staged_capacity (
    delivery_id bigint not null,
    line bigint not null,
    agb_location text, agb_provider text, provider_name text, location_name text, size_code text,
    postcode4 text, postcode6 text, place_name text, phone text, consult_phone text, consult_hours text,
    care_pathway_code text, diagnosis_group_code text, age_from smallint, age_to smallint, segment_code text,
    entry_route_codes text[], responsible_code text, waiting_phone text, languages text[], is_remote boolean, referral_product_name text,
    exclusions jsonb, exclusion_reason text, exclusion_valid_to date,
    contracts jsonb,
    urgency_code text, free_count smallint, total_count smallint, reserved_count smallint,
    expected_7_count smallint, expected_14_count smallint, expected_28_count smallint, first_on date,
    counted_at timestamptz,
    is_stop boolean, stop_reason_code text, stop_concern_codes text[], stop_from date, stop_until date,
    row_sha256 bytea not null,
    provider_id bigint, location_id bigint, offer_id bigint, is_effective boolean
);
comment on table raw.staged_capacity is
    'one row per well-formed row of a capacity delivery that is being loaded, codes not yet checked. The last four columns are filled by load.resolve_capacity: whom and what the row speaks of (null while new to us), and whether no other source counted it later';
create index staged_capacity_by_delivery on raw.staged_capacity (delivery_id);

create unlogged table raw.staged_waiting_time (
    delivery_id bigint not null,
    line bigint not null,
    location_key text, provider_key text, provider_name text, location_name text, place_name text, postcode4 text, municipality_codes text[],
    agb_location text, kvk_vestiging text, agb_codes text[], provider_group text, provider_kind text,
    circuit_code text, diagnosis_group_code text, group_literal text, segment_code text, setting_code text, method_code text, reference_on date,
    intake_weeks double precision, intake_state text, intake_literal text, intake_rule text,
    treatment_weeks double precision, treatment_state text, treatment_literal text, treatment_rule text,
    waiting_intake_count integer, waiting_intake_over_norm_count integer, waiting_treatment_count integer, waiting_treatment_over_norm_count integer,
    inflow_intake_count integer, inflow_intake_within_norm_count integer, inflow_treatment_count integer, inflow_treatment_within_norm_count integer,
    new_month_count integer, started_month_count integer, left_month_count integer,
    start_event_code text, site_updated_on date, stop_until_on date, insurer_literal text, remark text, flags text[],
    row_sha256 bytea not null
);
comment on table raw.staged_waiting_time is 'one row per well-formed row of a waiting-time delivery that is being loaded, codes not yet checked';
create index staged_waiting_time_by_delivery on raw.staged_waiting_time (delivery_id);
