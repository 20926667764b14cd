-- one row per offer of the asker's own locations and urgency it takes part in, with what was told last, to tell it again
-- audience: app_provider
create function read.own_offers(as_of timestamptz, asker bigint) returns table (
    location_id bigint, location_name text, provider_name text, consult_phone text, offer_id bigint, urgency_code text, care_pathway_code text,
    diagnosis_group_code text, segment_code text, age_from smallint, age_to smallint, unit_code text, name_nl text, name_en text,
    status_code text, unknown_code text, counted_at timestamptz, expires_at timestamptz, source_code text, told jsonb, version text,
    is_under_way boolean, call_count bigint, wrong_count bigint, shown_count bigint, top_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select s.*
      from functions.stated_offers(own_offers.as_of, array(
          select i.location_id
            from ops.account_scope a
            join core.location_identifier i on i.system_code = 'agb' and i.value = a.scope_code
           where a.account_id = own_offers.asker and a.kind_code = 'agb'
             and functions.is_own(own_offers.as_of, own_offers.asker, 'enter_own_places', i.location_id)
          union
          select l.location_id
            from ops.account_scope a
            join core.provider_identifier i on i.system_code = 'agb' and i.value = a.scope_code
            join core.location l on l.provider_id = i.provider_id
           where a.account_id = own_offers.asker and a.kind_code = 'agb'
             and functions.is_own(own_offers.as_of, own_offers.asker, 'enter_own_places', l.location_id))) s;
end;
