-- one row: what became of making a connection with its first push token: done, or denied, wrong_name, wrong_codes, wrong_days, too_many
-- It is a source of its own, which may report for these AGB codes and for no other: the asker's own, or any for who may do so
-- for everybody. Only the hash of the token comes here. Of all connections for one code at most twenty have an open token.
-- audience: app_provider, app_operator
create function act.make_push_token(
    asker bigint, connection_name text, agb_codes text[], token_prefix text, token_sha256 text, valid_days integer, at timestamptz,
    request_id text default null
) returns table (outcome_code text, token_id bigint, source_code text)
language sql volatile security definer set search_path = ''
begin atomic
    select pg_advisory_xact_lock(hashtextextended('push tokens', 0));
    with judged as materialized (
        select case
                   when not (every.may or exists (select from functions.push_codes(make_push_token.at, make_push_token.asker))) then 'denied'
                   when coalesce(btrim(make_push_token.connection_name), '') = '' or length(btrim(make_push_token.connection_name)) > 80 then 'wrong_name'
                   when coalesce(cardinality(make_push_token.agb_codes), 0) not between 1 and 200
                        or exists (select from unnest(make_push_token.agb_codes) code where code is null or code !~ '^[0-9]{8}$') then 'wrong_codes'
                   when not every.may and exists (
                       select code from unnest(make_push_token.agb_codes) code
                       except select c.agb_code from functions.push_codes(make_push_token.at, make_push_token.asker) c) then 'denied'
                   when coalesce(make_push_token.valid_days, 0) not between 1 and 366 then 'wrong_days'
                   when (select max(open.count) from (
                             select count(*) as count
                               from ops.push_token t
                               join core.source_agb a on a.source_code = t.source_code and a.agb_code = any (make_push_token.agb_codes)
                              where t.revoked_at is null and t.expires_at > make_push_token.at
                              group by a.agb_code) open) >= 20 then 'too_many'
                   else 'done'
               end as outcome_code
          from (select functions.may(make_push_token.at, make_push_token.asker, 'manage_push') as may) every
    ),
    source as (
        insert into core.source (source_code, feed_code, name, is_fictional, maintained_by)
        select 'push-' || substr(make_push_token.token_prefix, 4), 'capacity_json', btrim(make_push_token.connection_name),
               exists (select from core.provider p
                         join core.provider_identifier i on i.provider_id = p.provider_id and i.system_code = 'agb'
                         left join core.location l on l.provider_id = p.provider_id
                         left join core.location_identifier li on li.location_id = l.location_id and li.system_code = 'agb'
                        where p.is_fictional and (i.value = any (make_push_token.agb_codes) or li.value = any (make_push_token.agb_codes))),
               'operator'
          from judged j
         where j.outcome_code = 'done'
        returning source_code
    ),
    bound as (
        insert into core.source_agb (source_code, agb_code, maintained_by)
        select distinct s.source_code, code, 'operator' from source s cross join unnest(make_push_token.agb_codes) code
        returning agb_code
    ),
    made as (
        insert into ops.push_token (source_code, token_prefix, token_sha256, made_at, expires_at)
        select s.source_code, make_push_token.token_prefix, make_push_token.token_sha256, make_push_token.at,
               make_push_token.at + make_interval(days => make_push_token.valid_days)
          from source s
        returning token_id, source_code
    ),
    ended as materialized (
        select j.outcome_code, m.token_id, m.source_code from judged j left join made m on true
         where (select count(*) from bound) >= 0
    )
    select e.outcome_code, e.token_id, e.source_code
      from ended e
     where functions.record_event(
               at => make_push_token.at, account => make_push_token.asker, event_type => 'push_token_made', action => 'C',
               outcome => functions.event_outcome(e.outcome_code),
               object_type => 'push_token', object_id => e.token_id::text, request_id => make_push_token.request_id,
               detail => jsonb_strip_nulls(jsonb_build_object(
                   'outcome', e.outcome_code, 'source', e.source_code, 'token', make_push_token.token_prefix, 'days', make_push_token.valid_days,
                   'agb_codes', to_jsonb(make_push_token.agb_codes[1:20])))) > 0;
end;
