-- one row per name, address or provider that a location or provider had before, the newest change first: what it was and what it is
-- audience: app_operator
create function read.renamed_or_moved(as_of timestamptz, asker bigint, most integer default 100) returns table (
    kind_code text, object_id bigint, was text, is_now text, ended_at timestamptz, delivery_id bigint
)
language sql stable security definer set search_path = ''
begin atomic
    select found.kind_code, found.object_id, found.was, found.is_now, found.ended_at, found.delivery_id
      from (
          select 'location' as kind_code, f.location_id as object_id,
                 concat_ws(', ', fp.name, f.name, concat_ws(' ', coalesce(f.postcode6, f.postcode4), f.place_name)) as was,
                 concat_ws(', ', p.name, l.name, concat_ws(' ', coalesce(l.postcode6, l.postcode4), l.place_name)) as is_now,
                 f.ended_at, f.delivery_id
            from core.location_former f
            join core.provider fp on fp.provider_id = f.provider_id
            join core.location l on l.location_id = f.location_id
            join core.provider p on p.provider_id = l.provider_id
          union all
          select 'provider', f.provider_id, f.name, p.name, f.ended_at, f.delivery_id
            from core.provider_former f
            join core.provider p on p.provider_id = f.provider_id
      ) found
     where functions.may(renamed_or_moved.as_of, renamed_or_moved.asker, 'manage_master_data') and found.ended_at <= renamed_or_moved.as_of
     order by found.ended_at desc, found.kind_code, found.object_id
     limit renamed_or_moved.most;
end;
