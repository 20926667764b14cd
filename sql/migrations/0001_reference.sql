-- The reference lists: what is a legal code, since when, and where that was read.
-- Rows come from sql/reference/*.csv and from the operator's own folder, through sql/reference.py; nothing else writes here.

create schema if not exists core;
comment on schema core is 'State: reference lists, and what the feeds delivered.';

-- How long a count may be shown after it was counted: '26 hours', '3 days', '7 working days'.
create domain core.time_to_live as text
  check (value ~ '^[1-9][0-9]{0,2} (hours|days|working days)$');
comment on domain core.time_to_live is 'A number and one of: hours (elapsed), days and working days (same local clock time; a working day is no weekend and no day of core.holiday).';

-- 'ma-vr 08:30-17:00; za 09:00-12:00'. Local time; 24:00 is the end of the day; null where used means not known.
create domain core.opening_hours as text
  check (value ~ ('^(ma|di|wo|do|vr|za|zo)(-(ma|di|wo|do|vr|za|zo))? '
    || '([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)'
    || '(; (ma|di|wo|do|vr|za|zo)(-(ma|di|wo|do|vr|za|zo))? '
    || '([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00))*$'));
comment on domain core.opening_hours is 'Parts split by "; ", each a day or a run of days and a span of local time: "ma-vr 08:30-17:00; za 09:00-12:00".';

create domain core.phone_number as text
  check (value ~ '^[+]?[0-9][0-9 -]{1,18}[0-9]$');
comment on domain core.phone_number is 'Digits with spaces or hyphens, a plus in front of a country code; short numbers such as 112 are allowed.';

-- The columns every list carries; copied into each table and dropped at the end.
create temporary table listed (
  source text not null check (source <> ''),
  valid_from date not null,
  valid_to date,
  maintained_by text not null default 'product' check (maintained_by in ('product', 'operator')),
  check (valid_to > valid_from)
);
comment on column pg_temp.listed.source is 'Where the fact was read; begins with "ours" where it is a choice of this product.';
comment on column pg_temp.listed.valid_from is 'First day on which the row may be used: the first day our source vouches for, not always the day it began.';
comment on column pg_temp.listed.valid_to is 'First day on which the row may no longer be used (exclusive end); null is open.';
comment on column pg_temp.listed.maintained_by is 'Whose file holds the row: the product''s own folder or the operator''s. Neither load removes rows of the other.';

-- Urgency, segment, setting, unit, care pathway ------------------------------------------------------------------------

create table core.urgency (
  urgency_code text primary key check (urgency_code in ('regulier', 'spoed', 'crisis')),
  name_nl text not null,
  name_en text not null,
  explanation_nl text not null,
  explanation_en text not null,
  sort_order integer not null,
  has_places boolean not null,
  reaction_working_days integer check (reaction_working_days > 0),
  like pg_temp.listed including all
);
comment on table core.urgency is 'one row per urgency. Crisis has no places: only the crisis lines of the acute region.';
comment on column core.urgency.has_places is 'False: a capacity count with this urgency is refused.';
comment on column core.urgency.reaction_working_days is 'Longest time to a first reaction, in working days; null where the norm in weeks applies, or none.';

create table core.segment (
  segment_code text primary key check (segment_code in ('gb-ggz', 's-ggz', 'social', 'combined', 'forensic', 'unknown')),
  name_nl text not null,
  name_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.segment is 'one row per segment of care. Combined, forensic and unknown occur in published waits only, never in an offer.';

create table core.setting (
  setting_code text primary key check (setting_code in ('ambulant', 'clinical')),
  name_nl text not null,
  name_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.setting is 'one row per setting: without or with a stay.';

create table core.place_unit (
  unit_code text primary key check (unit_code in ('intake_slot', 'caseload_place', 'bed', 'group_place')),
  singular_nl text not null,
  plural_nl text not null,
  singular_en text not null,
  plural_en text not null,
  is_treatment_place boolean not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.place_unit is 'one row per unit in which places are counted.';
comment on column core.place_unit.is_treatment_place is 'False for an intake slot: having one is not having treatment.';

create table core.care_pathway (
  care_pathway_code text primary key check (care_pathway_code ~ '^[A-Z]{2,6}$'),
  name_nl text not null,
  name_en text not null,
  segment_code text references core.segment,
  setting_code text not null references core.setting,
  unit_code text references core.place_unit,
  has_places boolean not null,
  is_per_diagnosis_group boolean not null,
  is_mostly_unlimited boolean not null default false,
  is_for_complaints boolean not null default false,
  ttl_hand core.time_to_live,
  ttl_fed core.time_to_live,
  ttl_spoed core.time_to_live,
  sort_order integer not null,
  like pg_temp.listed including all,
  check (num_nonnulls(unit_code, ttl_hand, ttl_fed, ttl_spoed) = case when has_places then 4 else 0 end)
);
comment on table core.care_pathway is 'one row per care pathway: a kind of care one can be placed in.';
comment on column core.care_pathway.name_nl is 'What a GP understands.';
comment on column core.care_pathway.segment_code is 'The usual segment; null where it is none or several. The offer''s own segment decides.';
comment on column core.care_pathway.unit_code is 'What is counted; null where nothing ever is.';
comment on column core.care_pathway.has_places is 'False: never counted (the crisis service: a phone number, not a slot).';
comment on column core.care_pathway.is_per_diagnosis_group is 'True: offers are told apart by diagnosis group.';
comment on column core.care_pathway.is_for_complaints is 'True: shown to who asks with a complaint or diagnosis group only; other pathways are asked for by name.';
comment on column core.care_pathway.is_mostly_unlimited is 'True: as a rule there is no limited number of places.';
comment on column core.care_pathway.ttl_hand is 'Time to live of a count that is kept by hand.';
comment on column core.care_pathway.ttl_fed is 'Time to live of a count that an automated feed brings.';
comment on column core.care_pathway.ttl_spoed is 'Time to live of a count with urgency spoed, by hand or fed.';

-- Diagnosis groups -----------------------------------------------------------------------------------------------------

create table core.diagnosis_list (
  list_code text primary key check (list_code in ('dsm4', 'dsm5')),
  name_nl text not null,
  name_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.diagnosis_list is 'one row per national list of diagnosis groups. Figures of different lists never share a trend line.';

create table core.diagnosis_group (
  diagnosis_group_code text primary key check (diagnosis_group_code ~ '^(D|B|IV)[0-9]{2}$'),
  list_code text not null references core.diagnosis_list,
  name_nl text not null,
  short_name_nl text not null,
  name_en text not null,
  nza_name text,
  is_split boolean not null,
  sort_order integer not null,
  like pg_temp.listed including all,
  unique (list_code, nza_name),
  unique (diagnosis_group_code, list_code)
);
comment on table core.diagnosis_group is 'one row per diagnosis group (hoofddiagnosegroep) of one list. The codes are ours.';
comment on column core.diagnosis_group.nza_name is 'The group''s wording in NZa''s 2018 column Hoofddiagnosegroep, as our source gives it; compare without regard to case.';
comment on column core.diagnosis_group.is_split is 'False: not one group but all of them together (not split, or basic ggz).';

create table core.diagnosis_group_mapping (
  dsm4_group_code text not null,
  dsm5_group_code text not null,
  dsm4_list_code text not null default 'dsm4' check (dsm4_list_code = 'dsm4'),
  dsm5_list_code text not null default 'dsm5' check (dsm5_list_code = 'dsm5'),
  note text,
  like pg_temp.listed including all,
  primary key (dsm4_group_code, dsm5_group_code),
  foreign key (dsm4_group_code, dsm4_list_code) references core.diagnosis_group (diagnosis_group_code, list_code),
  foreign key (dsm5_group_code, dsm5_list_code) references core.diagnosis_group (diagnosis_group_code, list_code)
);
comment on table core.diagnosis_group_mapping is 'one row per pair of an old and a new diagnosis group that we show near each other. Ours, editable; for display only, never for a trend.';

create table core.complaint_term (
  complaint_term_code text primary key check (complaint_term_code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  term text not null check (term = lower(term)),
  language text not null check (language in ('nl', 'en')),
  care_pathway_code text references core.care_pathway,
  diagnosis_group_code text references core.diagnosis_group,
  like pg_temp.listed including all,
  check (num_nonnulls(care_pathway_code, diagnosis_group_code) > 0),
  unique nulls not distinct (term, language, care_pathway_code, diagnosis_group_code)
);
comment on table core.complaint_term is 'one row per word a GP types and one thing it may lead to (a pathway, a diagnosis group, or both together). Ours; for searching only, no advice.';

-- What an offer says about itself --------------------------------------------------------------------------------------

create table core.exclusion_criterion (
  criterion_code text primary key check (criterion_code ~ '^X_[A-Z]+$'),
  name_nl text not null,
  name_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.exclusion_criterion is 'one row per criterion on which providers say they turn patients away.';

create table core.exclusion_value (
  value_code text primary key check (value_code in ('excluded', 'by_consultation', 'no_obstacle', 'unknown')),
  name_nl text not null unique,
  name_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.exclusion_value is 'one row per answer a provider can give to a criterion. Unknown is never accepted: it shows as a number to call.';

create table core.closure_reason (
  reason_code text primary key check (reason_code ~ '^[a-z_]+$'),
  name_nl text not null,
  name_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.closure_reason is 'one row per reason for a closure (aanmeldstop).';

create table core.entry_route (
  route_code text primary key check (route_code in ('gp', 'crisis_service', 'own_clinician', 'municipality', 'self')),
  name_nl text not null,
  name_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.entry_route is 'one row per way in: who may refer to an offer.';

create table core.waiting_responsible (
  responsible_code text primary key check (responsible_code in ('gp', 'provider', 'referrer', 'unknown')),
  name_nl text not null,
  name_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.waiting_responsible is 'one row per answer to: who is responsible for the patient while waiting?';

-- Waiting times --------------------------------------------------------------------------------------------------------

create table core.age_circuit (
  circuit_code text primary key
    check (circuit_code in ('youth', 'adolescents', 'adults', 'elderly', 'addiction', 'forensic', 'unknown')),
  name_nl text not null,
  name_en text not null,
  nza_name text unique,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.age_circuit is 'one row per circuit in which waiting times are told.';
comment on column core.age_circuit.nza_name is 'The word in NZa''s 2018 column Circuit, as our source gives it; compare without regard to case.';

create table core.wait_method (
  method_code text primary key check (method_code in ('current', 'retrospective', 'claims', 'referral_date', 'unknown')),
  name_nl text not null unique,
  name_en text not null,
  explanation_nl text not null,
  explanation_en text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.wait_method is 'one row per way a waiting time is measured. Figures of different methods are never averaged.';

create table core.norm (
  kind_code text not null check (kind_code in ('intake', 'treatment', 'total')),
  segment_code text not null references core.segment,
  setting_code text not null references core.setting,
  urgency_code text not null references core.urgency,
  weeks numeric(5, 1) not null check (weeks > 0 and weeks <= 104),
  like pg_temp.listed including all,
  primary key (kind_code, segment_code, setting_code, urgency_code, valid_from)
);
comment on table core.norm is 'one row per kind of wait, segment, setting, urgency and period: the longest wait in weeks that the norm allows.';
comment on column core.norm.weeks is 'Compare the unrounded wait with it; the norm in force on the reference date counts.';

-- Insurers -------------------------------------------------------------------------------------------------------------

create table core.insurer_concern (
  concern_code text primary key check (concern_code ~ '^[a-z_]+$'),
  name text not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.insurer_concern is 'one row per insurer concern: the level at which contracts and closures are kept.';

create table core.insurer (
  uzovi_code text primary key check (uzovi_code ~ '^[0-9]{4}$'),
  name text not null,
  concern_code text not null references core.insurer_concern,
  like pg_temp.listed including all
);
comment on table core.insurer is 'one row per UZOVI code we know. Incomplete on purpose: the register is not open, an operator adds its own.';

-- Regions --------------------------------------------------------------------------------------------------------------

create table core.region_layer (
  layer_code text primary key
    check (layer_code in ('zorgkantoorregio', 'ggd_region', 'province', 'municipality', 'acute', 'network')),
  name_nl text not null,
  name_en text not null,
  is_operator_supplied boolean not null,
  sort_order integer not null,
  like pg_temp.listed including all
);
comment on table core.region_layer is 'one row per way of dividing the country. Layers do not nest: go from postcode or municipality to each.';
comment on column core.region_layer.is_operator_supplied is 'True: no public list exists; the operator brings the regions and their municipalities.';

create table core.region (
  region_code text primary key,
  layer_code text not null references core.region_layer,
  name text not null,
  like pg_temp.listed including all,
  unique (region_code, layer_code),
  check (region_code = upper(region_code)),
  check (layer_code <> 'zorgkantoorregio' or region_code ~ '^ZK[0-9]{2}$'),
  check (layer_code <> 'ggd_region' or region_code ~ '^GG[0-9]{4}$'),
  check (layer_code <> 'province' or region_code ~ '^PV[0-9]{2}$'),
  check (layer_code <> 'municipality' or region_code ~ '^GM[0-9]{4}$')
);
comment on table core.region is 'one row per region of a layer. A region that merges is closed and its successor gets its own code.';

create table core.municipality_region (
  municipality_code text not null,
  municipality_layer_code text not null default 'municipality' check (municipality_layer_code = 'municipality'),
  layer_code text not null check (layer_code <> 'municipality'),
  region_code text not null,
  share numeric(4, 3) not null check (share > 0 and share <= 1),
  like pg_temp.listed including all,
  primary key (municipality_code, layer_code, region_code, valid_from),
  foreign key (municipality_code, municipality_layer_code) references core.region (region_code, layer_code),
  foreign key (region_code, layer_code) references core.region (region_code, layer_code)
);
comment on table core.municipality_region is 'one row per municipality and region of another layer it falls in, and period.';
comment on column core.municipality_region.share is 'The part of the municipality''s inhabitants that lives in that region; 1 where it falls wholly in it.';

create table core.postcode (
  postcode4 text primary key check (postcode4 ~ '^[1-9][0-9]{3}$'),
  place_name text not null,
  latitude numeric(8, 5) not null check (latitude between 50 and 54),
  longitude numeric(8, 5) not null check (longitude between 3 and 8),
  municipality_code text not null references core.region,
  province_code text not null references core.region,
  ggd_region_code text not null references core.region,
  zorgkantoorregio_code text not null references core.region,
  inhabitant_count integer check (inhabitant_count >= 0),
  like pg_temp.listed including all
);
comment on table core.postcode is 'one row per four-digit postcode with the centre of its area (WGS84 degrees), good for distance bands, not for travel time.';
comment on column core.postcode.inhabitant_count is 'Inhabitants on 1 January 2021 (CBS); null where not known.';

create table core.holiday (
  holiday_on date primary key,
  name_nl text not null,
  source text not null check (source <> ''),
  maintained_by text not null default 'product' check (maintained_by in ('product', 'operator'))
);
comment on table core.holiday is 'one row per day that is no working day though it may fall on a weekday.';

-- What only an operator can bring --------------------------------------------------------------------------------------

create table core.crisis_line (
  region_code text not null,
  layer_code text not null default 'acute' check (layer_code = 'acute'),
  age_group_code text not null check (age_group_code in ('youth', 'adult')),
  part_of_day_code text not null check (part_of_day_code in ('day', 'night', 'all')),
  phone core.phone_number not null,
  backup_phone core.phone_number,
  wording_nl text,
  is_fictional boolean not null,
  like pg_temp.listed including all,
  primary key (region_code, age_group_code, part_of_day_code, valid_from),
  foreign key (region_code, layer_code) references core.region (region_code, layer_code)
);
comment on table core.crisis_line is 'one row per acute region, age group, part of the day and period: the crisis line to call.';
comment on column core.crisis_line.wording_nl is 'The region''s own words for crisis against spoed.';
comment on column core.crisis_line.is_fictional is 'True: made up for the sample world; never shown outside it.';

create table core.transfer_point (
  region_code text not null references core.region,
  name text not null,
  phone core.phone_number not null,
  opening_hours core.opening_hours,
  is_fictional boolean not null,
  like pg_temp.listed including all,
  primary key (region_code, valid_from)
);
comment on table core.transfer_point is 'one row per region (of any layer) and period: the desk that knows what is free.';
comment on column core.transfer_point.is_fictional is 'True: made up for the sample world; never shown outside it.';

-- Why a file or a row is refused ---------------------------------------------------------------------------------------

create table core.refusal (
  refusal_code text primary key check (refusal_code ~ '^[a-z_]+$'),
  sentence_nl text not null,
  sentence_en text not null,
  advice_nl text not null,
  advice_en text not null,
  source text not null check (source <> ''),
  maintained_by text not null default 'product' check (maintained_by in ('product', 'operator'))
);
comment on table core.refusal is 'one row per reason for which a file or one of its rows is refused or held; {value} and {column} stand for the cell, {expected} and {found} for the two numbers of a gate.';

drop table pg_temp.listed;
