-- add one row to what an identity provider's claims give: a role, or a scope of a kind; its number, also when it was there
-- audience: app_session
create function act.save_claim_mapping(
    issuer text, claim text, value text, at timestamptz, role text default null, kind text default null, scope text default null,
    priority integer default 100, by bigint default null
) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    insert into ops.claim_mapping as known (issuer, claim, value, role_code, kind_code, scope_code, priority)
    values (save_claim_mapping.issuer, save_claim_mapping.claim, save_claim_mapping.value, save_claim_mapping.role,
            save_claim_mapping.kind, save_claim_mapping.scope, save_claim_mapping.priority)
        on conflict (issuer, claim, value, role_code, kind_code, scope_code) do update set priority = excluded.priority;
    with saved as (
        select m.claim_mapping_id
          from ops.claim_mapping m
         where (m.issuer, m.claim, m.value) = (save_claim_mapping.issuer, save_claim_mapping.claim, save_claim_mapping.value)
           and m.role_code is not distinct from save_claim_mapping.role
           and m.kind_code is not distinct from save_claim_mapping.kind
           and m.scope_code is not distinct from save_claim_mapping.scope
    )
    select saved.claim_mapping_id
      from saved
     where functions.record_event(
               at => save_claim_mapping.at, account => save_claim_mapping.by, event_type => 'claim_mapping_saved', action => 'U',
               object_type => 'claim_mapping', object_id => saved.claim_mapping_id::text) > 0;
end;
