-- one row per location as a source names it that a person said is one of ours, the newest first: what can be taken back
-- audience: app_operator
create function read.matched_by_person(as_of timestamptz, asker bigint) returns table (
    source_location_id bigint, source_name text, provider_name text, location_name text, location_id bigint, our_name text,
    matched_at timestamptz
)
language sql stable security definer set search_path = ''
begin atomic
    select sl.source_location_id, s.name, sl.provider_name, sl.location_name, l.location_id, p.name || ', ' || l.name, sl.matched_at
      from core.source_location sl
      join core.source s on s.source_code = sl.source_code
      join core.location l on l.location_id = sl.location_id
      join core.provider p on p.provider_id = l.provider_id
     where sl.matched_by = 'person' and functions.may(matched_by_person.as_of, matched_by_person.asker, 'manage_master_data')
     order by sl.matched_at desc, sl.source_location_id;
end;
