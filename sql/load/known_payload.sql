-- the newest applied delivery of a source with these bytes, or null; for waits any applied delivery counts, for they are dated
-- Of what a form states only the newest counts: undoing says what was said before, of the same day.
create function load.known_payload(source text, sha256 text) returns bigint
language sql stable security definer set search_path = ''
begin atomic
    select max(d.delivery_id)
      from raw.delivery d
      left join core.source_state st on st.source_code = d.source_code
     where d.source_code = known_payload.source and d.sha256 = known_payload.sha256 and d.state_code = 'applied'
       and (d.source_code not like 'wachttijd-%' or d.delivery_id = st.delivery_id);
end;
