-- one row: what became of inviting a provider: done, denied, wrong_agb, wrong_kvk, wrong_email, wrong_text, unknown_region, under_way
-- The mail with the link goes out by the worker, who is not woken for it: it looks every few seconds.
-- audience: app_coordinator, app_operator
create function act.invite_provider(
    asker bigint, agb text, kvk text, provider_name text, email text, region text, at timestamptz, request_id text default null
) returns table (outcome_code text, invitation_id bigint)
language sql volatile security definer set search_path = ''
begin atomic
    with judged as materialized (
        select case
                   when not functions.may_invite(invite_provider.at, invite_provider.asker, invite_provider.region) then 'denied'
                   when coalesce(invite_provider.agb, '') !~ '^[0-9]{8}$' then 'wrong_agb'
                   when coalesce(invite_provider.kvk, '') !~ '^[0-9]{8}$' then 'wrong_kvk'
                   when coalesce(invite_provider.email, '') !~ '^[^[:space:]@<>"]+@[^[:space:]@<>"]+[.][^[:space:]@<>"]+$'
                        or length(invite_provider.email) > 200 then 'wrong_email'
                   when coalesce(invite_provider.provider_name, '') !~ '\S' or length(invite_provider.provider_name) > 200
                        or invite_provider.provider_name ~ '[0-9]([ .-]?[0-9]){7}' then 'wrong_text'
                   when not exists (select from core.region r
                                     where r.region_code = invite_provider.region and r.layer_code = 'zorgkantoorregio') then 'unknown_region'
                   else 'done'
               end as outcome_code
    ),
    made as (
        insert into ops.invitation (
            agb_code, kvk_number, provider_name, contact_email, region_code, invited_by, invited_at, state_at, mail_code, mail_wanted_at)
        select invite_provider.agb, invite_provider.kvk, btrim(invite_provider.provider_name), invite_provider.email, invite_provider.region,
               invite_provider.asker, invite_provider.at, invite_provider.at, 'invited', invite_provider.at
          from judged j
         where j.outcome_code = 'done'
            on conflict (agb_code) where state_code in ('open', 'submitted', 'returned') do nothing
        returning invitation_id
    ),
    ended as materialized (
        select case when j.outcome_code = 'done' and m.invitation_id is null then 'under_way' else j.outcome_code end as outcome_code, m.invitation_id
          from judged j
          left join made m on true
    )
    select e.outcome_code, e.invitation_id
      from ended e
     where functions.record_event(
               at => invite_provider.at, account => invite_provider.asker, event_type => 'provider_invited', action => 'C',
               outcome => functions.event_outcome(e.outcome_code),
               object_type => 'invitation', object_id => e.invitation_id::text, region => invite_provider.region,
               request_id => invite_provider.request_id, detail => jsonb_build_object('outcome', e.outcome_code)) > 0;
end;
