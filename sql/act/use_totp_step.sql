-- use the time step of a one-time code: true when no code of this or a later step was used before
-- audience: app_session
create function act.use_totp_step(account bigint, step bigint) returns boolean
language sql volatile security definer set search_path = ''
begin atomic
    with used as (
        update ops.account a
           set totp_step = use_totp_step.step
         where a.account_id = use_totp_step.account and coalesce(a.totp_step, -1) < use_totp_step.step
        returning a.account_id
    )
    select exists (select from used);
end;
