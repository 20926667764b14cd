-- one row: the account of a person as an identity provider names it; none when there is no such account
-- audience: app_session
create function act.account_by_subject(issuer text, subject text) returns table (
    account_id bigint, display_name text, role_code text, is_active boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select a.account_id, a.display_name, a.role_code, a.is_active
      from ops.account a
     where a.issuer = account_by_subject.issuer and a.subject = account_by_subject.subject;
end;
