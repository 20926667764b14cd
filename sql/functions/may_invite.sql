-- whether an account may invite and approve providers of a region: of its own regions, or everywhere
-- after: may, is_own_region
create function functions.may_invite(as_of timestamptz, account bigint, region text) returns boolean
language sql stable
begin atomic
    select functions.may(may_invite.as_of, may_invite.account, 'invite_providers')
        or functions.is_own_region(may_invite.as_of, may_invite.account, 'invite_providers', may_invite.region);
end;
