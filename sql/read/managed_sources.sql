-- one row per source: what is agreed with it, for whom it may speak, how it is fetched and how that went; never its credential
-- None for who may not manage sources. has_credential says that one is kept. is_asked: somebody wants it fetched now.
-- audience: app_operator
create function read.managed_sources(as_of timestamptz, asker bigint) returns table (
    source_code text, source_name text, feed_code text, entry_code text, is_any_agb boolean, is_historic boolean, is_active boolean,
    expected_every interval, grace interval, due_time time, contact_name text, contact_phone text, contact_email text, maintained_by text,
    agb_codes text[], applied_at timestamptz, is_late boolean, way_code text, url text, user_name text, has_credential boolean, host_key text,
    allowed_hosts text[], is_private_allowed boolean, ca_file text, fetched_at timestamptz, attempted_at timestamptz, attempt_count integer,
    is_asked boolean, failure_code text, failure_nl text, failure_en text, advice_nl text, advice_en text, under_way_code text
)
language sql stable security definer set search_path = ''
begin atomic
    select s.source_code, s.name, s.feed_code, s.entry_code, s.is_any_agb, s.is_historic, s.is_active, s.expected_every, s.grace, s.due_time,
           s.contact_name, s.contact_phone, s.contact_email, s.maintained_by,
           array(select a.agb_code from core.source_agb a where a.source_code = s.source_code order by a.agb_code),
           state.applied_at, coalesce(o.is_late, false), t.way_code, t.url, t.user_name, t.credential_encrypted is not null, t.host_key,
           t.allowed_hosts, t.is_private_allowed, t.ca_file, t.fetched_at, t.attempted_at, t.attempt_count,
           t.asked_at is not null and t.asked_at > coalesce(t.attempted_at, '-infinity'),
           t.failure_code, r.sentence_nl, r.sentence_en, r.advice_nl, r.advice_en, functions.under_way(s.source_code)
      from core.source s
      left join core.source_state state on state.source_code = s.source_code
      left join functions.obligation(managed_sources.as_of) o on o.source_code = s.source_code
      left join ops.source_transport t on t.source_code = s.source_code
      left join core.refusal r on r.refusal_code = t.failure_code
     where functions.may(managed_sources.as_of, managed_sources.asker, 'manage_sources')
     order by s.is_active desc, t.source_code is null, s.source_code;
end;
