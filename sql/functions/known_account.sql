-- the number of the account of this issuer and subject, else of this login name; null when there is none
create function functions.known_account(login text, issuer text, subject text) returns bigint
language sql stable
begin atomic
    select coalesce(
        (select a.account_id from ops.account a where a.issuer = known_account.issuer and a.subject = known_account.subject),
        (select a.account_id from ops.account a where a.login = lower(known_account.login)));
end;
