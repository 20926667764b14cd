-- use a recovery code of an account: true the first time, and never again
-- audience: app_session
create function act.use_recovery_code(account bigint, code_sha256 text, at timestamptz, address text default null) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    with used as (
        update ops.recovery_code c
           set used_at = use_recovery_code.at
         where c.account_id = use_recovery_code.account and c.code_sha256 = use_recovery_code.code_sha256 and c.used_at is null
        returning c.account_id
    )
    select count(*) > 0
      from used
     where functions.record_event(
               at => use_recovery_code.at, account => used.account_id, event_type => 'recovery_code_used', action => 'U',
               object_type => 'account', object_id => used.account_id::text, address => use_recovery_code.address) > 0;
end;
