-- one row per claim value of an identity provider and what it gives, in the order in which it counts
-- audience: app_session
create function read.claim_mappings(as_of timestamptz) returns table (
    claim_mapping_id bigint, issuer text, claim text, value text, role_code text, kind_code text, scope_code text, priority integer
)
language sql stable security definer set search_path = ''
begin atomic
    select m.claim_mapping_id, m.issuer, m.claim, m.value, m.role_code, m.kind_code, m.scope_code, m.priority
      from ops.claim_mapping m
     order by m.issuer, m.role_code is null, m.priority, m.claim, m.value, m.claim_mapping_id;
end;
