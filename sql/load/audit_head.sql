-- one row: the last link of the audit trail's chain, number and hash; 0 and zeros when there is none
create function load.audit_head() returns table (event_id bigint, event_hash text)
language sql stable security definer set search_path = ''
begin atomic
    select h.event_id, h.event_hash from audit.head h;
end;
