-- one row: whether the bucket of this key held enough tokens, which are then taken; if not, after
-- how many seconds it will (null: never)
-- A bucket begins full. One statement on one locked row: it holds over any number of processes. A clock that runs behind
-- another's fills nothing twice.
-- audience: app_session
create function act.take_tokens(bucket_key text, cost integer, capacity integer, per_second double precision, at timestamptz)
returns table (allowed boolean, retry_after_seconds integer)
language sql volatile security definer set search_path = ''
begin atomic
    insert into ops.token_bucket as b (bucket_key, tokens, is_allowed, filled_at)
    values (take_tokens.bucket_key,
            take_tokens.capacity - case when take_tokens.cost <= take_tokens.capacity then take_tokens.cost else 0 end,
            take_tokens.cost <= take_tokens.capacity, take_tokens.at)
        on conflict (bucket_key) do update
       set (tokens, is_allowed, filled_at) = (
               select held.tokens - case when held.tokens >= take_tokens.cost then take_tokens.cost else 0 end,
                      held.tokens >= take_tokens.cost, greatest(b.filled_at, take_tokens.at)
                 from (select least(take_tokens.capacity, b.tokens + take_tokens.per_second::numeric
                                * greatest(extract(epoch from take_tokens.at - b.filled_at), 0)) as tokens) held)
    returning b.is_allowed,
              case when b.is_allowed then 0
                   when take_tokens.per_second > 0
                   then greatest(1, ceil((take_tokens.cost - b.tokens) / take_tokens.per_second::numeric))::integer end;
end;
end;
