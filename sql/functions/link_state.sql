-- one row for a link of a mail: unknown, expired, used, or open; its number and location where it is known
create function functions.link_state(at timestamptz, token_sha256 text) returns table (state_code text, link_id bigint, location_id bigint, expires_at timestamptz)
language sql stable
begin atomic
    select case when l.link_id is null then 'unknown'
                when l.used_at is not null then 'used'
                when l.expires_at <= link_state.at then 'expired'
                else 'open' end,
           l.link_id, l.location_id, l.expires_at
      from (select link_state.token_sha256 as wanted) asked
      left join ops.statement_link l on l.token_sha256 = asked.wanted;
end;
