-- take away what is only ballast: sessions and devices that ended thirty days ago, limits nobody met for a day; how many sessions are left
-- The audit trail keeps what they were used for.
-- audience: etl_writer
create function act.forget_ended(at timestamptz) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    delete from ops.token_bucket b where b.filled_at < forget_ended.at - interval '1 day';
    delete from ops.session s where coalesce(s.closed_at, s.seen_at) < forget_ended.at - interval '30 days';
    delete from ops.device d
     where coalesce(d.revoked_at, d.remembered_at) < forget_ended.at - interval '30 days'
       and not exists (select from ops.session s where s.device_sha256 = d.device_sha256);
    select count(*) from ops.session;
end;
