-- the hash of one event of the audit trail; null when it is not there
create function load.audit_hash(event_id bigint) returns text
language sql stable security definer set search_path = ''
begin atomic
    select e.event_hash from audit.event e where e.event_id = audit_hash.event_id;
end;
