-- one row: the invitation of a link's token, and what the link is good for: open, submitted, approved, withdrawn, expired, unknown
-- Of a token that is not, or no longer, that of an invitation: unknown, with nulls. Sent back counts as open: it is filled in again.
create function functions.invited(as_of timestamptz, token_sha256 text) returns table (invitation_id bigint, state_code text, expires_at timestamptz)
language sql stable
begin atomic
    select i.invitation_id,
           case when i.invitation_id is null then 'unknown'
                when i.state_code not in ('open', 'returned') then i.state_code
                when i.expires_at <= invited.as_of then 'expired'
                else 'open' end,
           i.expires_at
      from (select) one
      left join ops.invitation i on i.token_sha256 = invited.token_sha256;
end;
