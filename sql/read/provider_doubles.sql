-- one row per pair of providers whose names have the same telling words and of which nobody said what they are
-- audience: app_operator
create function read.provider_doubles(as_of timestamptz, asker bigint, most integer default 100) returns table (
    one_id bigint, one_name text, one_codes text[], one_location_count bigint, other_id bigint, other_name text, other_codes text[],
    other_location_count bigint
)
language sql stable security definer set search_path = ''
begin atomic
    with known as materialized (
        select p.provider_id, p.name, functions.name_words(p.name) as words
          from core.provider p
         where p.merged_into is null and functions.may(provider_doubles.as_of, provider_doubles.asker, 'manage_master_data')
    )
    select a.provider_id, a.name,
           array(select i.value from core.provider_identifier i where i.provider_id = a.provider_id and i.valid_to is null order by i.value),
           (select count(*) from core.location l where l.provider_id = a.provider_id and l.merged_into is null),
           b.provider_id, b.name,
           array(select i.value from core.provider_identifier i where i.provider_id = b.provider_id and i.valid_to is null order by i.value),
           (select count(*) from core.location l where l.provider_id = b.provider_id and l.merged_into is null)
      from known a
      join known b on b.words = a.words and b.provider_id > a.provider_id
     where cardinality(a.words) > 0
       and not exists (select from core.not_same n
                        where n.kind_code = 'provider' and n.one_id = a.provider_id and n.other_id = b.provider_id)
     order by a.name, a.provider_id, b.provider_id
     limit provider_doubles.most;
end;
