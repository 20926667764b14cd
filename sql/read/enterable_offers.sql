-- one row per offer and urgency in the asker's regions for which a count may be entered: one by its number, or those that words find
-- Every word must stand in the name of provider, location or place, or in the care pathway or diagnosis group, in any case. With
-- the number of an offer the words say nothing. At most row_limit rows, in the order of their names.
-- audience: app_coordinator
create function read.enterable_offers(
    as_of timestamptz, asker bigint, offer bigint default null, urgency text default null, words text default null, row_limit integer default 40
) returns table (
    offer_id bigint, urgency_code text, location_id bigint, location_name text, provider_name text, place_name text, phone text,
    consult_phone text, care_pathway_code text, diagnosis_group_code text, age_from smallint, age_to smallint, unit_code text,
    status_code text, unknown_code text, free_count integer, first_on date, counted_at timestamptz, expires_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select o.offer_id, u.urgency_code, l.location_id, l.name, p.name, l.place_name, l.phone, l.consult_phone, o.care_pathway_code,
           o.diagnosis_group_code, o.age_from, o.age_to, w.unit_code, s.status_code, s.unknown_code, s.free_count, s.first_on,
           s.counted_at, s.expires_at
      from core.offer o
      join core.location l on l.location_id = o.location_id
      join core.provider p on p.provider_id = l.provider_id
      join core.care_pathway w on w.care_pathway_code = o.care_pathway_code and w.has_places
      join core.diagnosis_group g on g.diagnosis_group_code = o.diagnosis_group_code
     cross join core.urgency u
      left join lateral (
          select state.* from functions.offer_state(enterable_offers.as_of, u.urgency_code) state where state.offer_id = o.offer_id offset 0
      ) s on true
     where u.has_places
       and case when enterable_offers.offer is not null
               then o.offer_id = enterable_offers.offer and (enterable_offers.urgency is null or u.urgency_code = enterable_offers.urgency)
               else s.offer_id is not null and coalesce(enterable_offers.words, '') ~ '\S' and not exists (
                   select from unnest(regexp_split_to_array(lower(btrim(enterable_offers.words)), '\s+')) word
                    where strpos(lower(concat_ws(' ', p.name, l.name, l.place_name, w.name_nl, g.name_nl, g.short_name_nl)), word) = 0)
           end
       and functions.is_own(enterable_offers.as_of, enterable_offers.asker, 'enter_capacity', o.location_id)
     order by functions.name_order(p.name), functions.name_order(l.name), w.sort_order, g.sort_order, o.age_from, u.sort_order, o.offer_id
     limit least(greatest(coalesce(enterable_offers.row_limit, 40), 0), 200);
end;
