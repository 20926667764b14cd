-- take one row away from what an identity provider's claims give; true when it was there. It counts from the next sign-in on
-- audience: app_session
create function act.remove_claim_mapping(claim_mapping bigint, at timestamptz, by bigint default null) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    with removed as (
        delete from ops.claim_mapping m where m.claim_mapping_id = remove_claim_mapping.claim_mapping returning m.claim_mapping_id
    )
    select coalesce(bool_or(functions.record_event(
               at => remove_claim_mapping.at, account => remove_claim_mapping.by, event_type => 'claim_mapping_removed',
               action => 'D', object_type => 'claim_mapping', object_id => removed.claim_mapping_id::text) > 0), false)
      from removed;
end;
