-- one row per pair of locations that look alike and of which nobody said what they are, the most alike first, with why
-- Reasons: same_postcode (all six signs), same_phone, same_provider, near_name. Looked for within one four-digit postcode.
-- audience: app_operator
create function read.location_doubles(as_of timestamptz, asker bigint, most integer default 100) returns table (
    one_id bigint, one_name text, one_place text, one_codes text[], one_offer_count bigint, other_id bigint, other_name text,
    other_place text, other_codes text[], other_offer_count bigint, reason_codes text[]
)
language sql stable security definer set search_path = ''
begin atomic
    with known as materialized (
        select l.location_id, l.provider_id, l.postcode4, l.postcode6, l.phone, p.name || ', ' || l.name as full_name,
               concat_ws(' ', coalesce(l.postcode6, l.postcode4), coalesce(l.place_name, place.place_name)) as place,
               functions.name_words(p.name || ' ' || l.name) as words
          from core.location l
          join core.provider p on p.provider_id = l.provider_id
          left join core.postcode place on place.postcode4 = l.postcode4
         where l.merged_into is null and l.postcode4 is not null
           and functions.may(location_doubles.as_of, location_doubles.asker, 'manage_master_data')
    ),
    pair as (
        select a.location_id as one_id, b.location_id as other_id, a.full_name as one_name, b.full_name as other_name, a.place as one_place,
               b.place as other_place,
               array_remove(array[
                   case when a.postcode6 = b.postcode6 then 'same_postcode' end,
                   case when a.phone = b.phone then 'same_phone' end,
                   case when a.provider_id = b.provider_id then 'same_provider' end,
                   case when functions.words_in_common(a.words, b.words) >= 0.6 then 'near_name' end], null) as reason_codes
          from known a
          join known b on b.postcode4 = a.postcode4 and b.location_id > a.location_id
    )
    select p.one_id, p.one_name, p.one_place,
           array(select i.value from core.location_identifier i where i.location_id = p.one_id and i.valid_to is null order by i.value),
           (select count(*) from core.offer o where o.location_id = p.one_id),
           p.other_id, p.other_name, p.other_place,
           array(select i.value from core.location_identifier i where i.location_id = p.other_id and i.valid_to is null order by i.value),
           (select count(*) from core.offer o where o.location_id = p.other_id), p.reason_codes
      from pair p
     where cardinality(p.reason_codes) >= 2
       and not exists (select from core.not_same n where n.kind_code = 'location' and n.one_id = p.one_id and n.other_id = p.other_id)
     order by cardinality(p.reason_codes) desc, p.one_id, p.other_id
     limit location_doubles.most;
end;
