-- one row per offer of the location of an open link and urgency it takes part in, with what was told last, to tell it again
-- audience: app_session
create function read.linked_offers(as_of timestamptz, token_sha256 text) returns table (
    location_id bigint, location_name text, provider_name text, consult_phone text, offer_id bigint, urgency_code text, care_pathway_code text,
    diagnosis_group_code text, segment_code text, age_from smallint, age_to smallint, unit_code text, name_nl text, name_en text,
    status_code text, unknown_code text, counted_at timestamptz, expires_at timestamptz, source_code text, told jsonb, version text,
    is_under_way boolean, call_count bigint, wrong_count bigint, shown_count bigint, top_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select s.*
      from functions.link_state(linked_offers.as_of, linked_offers.token_sha256) k
     cross join lateral functions.stated_offers(linked_offers.as_of, array[k.location_id]) s
     where k.state_code = 'open';
end;
