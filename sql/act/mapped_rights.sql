-- one row: the role and scopes that the claims of an identity provider give, with how strong the sign-in must be; none without a role
-- A claim holds one value or a list. Of several roles the one with the lowest priority number counts. Of a claimed scope
-- that can be nobody's (an AGB code without eight digits) is_scope_possible says so.
-- audience: app_session
create function act.mapped_rights(issuer text, claims jsonb) returns table (
    role_code text, scopes jsonb, needs_second_factor boolean, minimum_acr text, is_scope_possible boolean
)
language sql stable security definer set search_path = ''
begin atomic
    with said as (
        select m.*, told.value as claimed
          from ops.claim_mapping m
         cross join lateral (
             select one.value
               from jsonb_array_elements_text(case jsonb_typeof(mapped_rights.claims -> m.claim)
                   when 'array' then mapped_rights.claims -> m.claim
                   when 'string' then jsonb_build_array(mapped_rights.claims -> m.claim)
                   when 'number' then jsonb_build_array(mapped_rights.claims -> m.claim)
                   else '[]' end) one (value)
         ) told
         where m.issuer = mapped_rights.issuer and m.value in (told.value, '*')
    ),
    given as (
        select coalesce(jsonb_agg(distinct s.code) filter (where s.kind_code = 'region'), '[]') as regions,
               coalesce(jsonb_agg(distinct s.code) filter (where s.kind_code = 'agb'), '[]') as agb_codes,
               coalesce(jsonb_agg(distinct s.code) filter (where s.kind_code = 'concern'), '[]') as concerns,
               coalesce(bool_and(s.code <> '' and (s.kind_code <> 'agb' or s.code ~ '^[0-9]{8}$')) filter (where s.kind_code is not null), true)
                   as is_possible
          from (select said.*, coalesce(said.scope_code, said.claimed) as code from said) s
    )
    select r.role_code, jsonb_build_object('region', given.regions, 'agb', given.agb_codes, 'concern', given.concerns),
           r.is_second_factor_required, r.minimum_acr, given.is_possible
      from said s
      join core.access_role r on r.role_code = s.role_code
     cross join given
     order by s.priority, r.sort_order
     limit 1;
end;
