-- one row per location as a source names it that is none of ours yet, and location of ours that it may be (none: a row with nulls)
-- Of a source that is historic only where is_historic asks so. Reasons: same_agb (a code of the provider), same_postcode, near_name;
-- a candidate lies at the same postcode and has one of the others.
-- audience: app_operator
create function read.unmatched_locations(as_of timestamptz, asker bigint, historic boolean default false, most integer default 100)
returns table (
    source_location_id bigint, source_name text, provider_name text, location_name text, place text, agb_code text, kvk_vestiging text,
    location_id bigint, candidate_name text, candidate_place text, reason_codes text[]
)
language sql stable security definer set search_path = ''
begin atomic
    with open as materialized (
        select sl.*, s.name as source_name, functions.name_words(sl.provider_name || ' ' || sl.location_name) as words
          from core.source_location sl
          join core.source s on s.source_code = sl.source_code
         where sl.location_id is null and s.is_historic = unmatched_locations.historic
           and functions.may(unmatched_locations.as_of, unmatched_locations.asker, 'manage_master_data')
         order by sl.source_location_id
         limit unmatched_locations.most
    ),
    candidate as materialized (
        select o.source_location_id, l.location_id, p.name || ', ' || l.name as full_name,
               concat_ws(' ', coalesce(l.postcode6, l.postcode4), l.place_name) as place,
               array_remove(array[
                   case when exists (select from core.provider_identifier i
                                      where i.provider_id = l.provider_id and i.system_code = 'agb' and i.valid_to is null
                                        and i.value = any (o.agb_codes || o.agb_code)) then 'same_agb' end,
                   'same_postcode',
                   case when functions.words_in_common(o.words, functions.name_words(p.name || ' ' || l.name)) >= 0.4
                        then 'near_name' end], null) as reason_codes
          from open o
          join core.location l on l.postcode4 = o.postcode4 and l.merged_into is null
          join core.provider p on p.provider_id = l.provider_id
         where not exists (select from core.not_same n
                            where n.kind_code = 'source_location' and n.one_id = o.source_location_id and n.other_id = l.location_id)
    )
    select o.source_location_id, o.source_name, o.provider_name, o.location_name, concat_ws(' ', o.postcode4, o.place_name), o.agb_code,
           o.kvk_vestiging, c.location_id, c.full_name, c.place, c.reason_codes
      from open o
      left join candidate c on c.source_location_id = o.source_location_id and cardinality(c.reason_codes) >= 2
     order by c.location_id is null, cardinality(c.reason_codes) desc, o.source_location_id, c.location_id;
end;
