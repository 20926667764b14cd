-- the newest applied delivery of a source with these bytes, or null; for waits any applied delivery counts, for they are dated
create function load.known_payload(source text, sha256 text) returns bigint
language sql stable security definer set search_path = ''
begin atomic
    select max(d.delivery_id)
      from raw.delivery d
     where d.source_code = known_payload.source and d.sha256 = known_payload.sha256 and d.state_code = 'applied';
end;
