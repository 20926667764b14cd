-- give an account new recovery codes in the place of all it had; how many
-- audience: app_session
create function act.save_recovery_codes(account bigint, codes_sha256 text[], at timestamptz, by bigint default null) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    delete from ops.recovery_code c where c.account_id = save_recovery_codes.account;
    insert into ops.recovery_code (account_id, code_sha256)
    select save_recovery_codes.account, code from unnest(save_recovery_codes.codes_sha256) code;
    select functions.record_event(
        at => save_recovery_codes.at, account => save_recovery_codes.by, event_type => 'recovery_codes_made', action => 'U',
        object_type => 'account', object_id => save_recovery_codes.account::text);
    select count(*) from ops.recovery_code c where c.account_id = save_recovery_codes.account;
end;
