-- one row: small providers' share of the first ten of the lists shown in the last 28 days, beside their share of all that fitted
-- Of the offers of a zorgkantoorregio, or of all. top_count: how many first-ten places that is of; the shares are null when none.
-- audience: app_coordinator, app_operator
create function read.shown_shares(as_of timestamptz, region text default null)
returns table (top_share numeric, fitting_share numeric, top_count bigint)
language sql stable security definer set search_path = ''
begin atomic
    with counted as (
        select case when p.size_code in ('solo', 'small') then true when p.size_code in ('mid', 'large') then false end as is_small,
               sum(n.list_count) as list_count, sum(n.top_count) as top_count
          from core.shown_count n
          join core.offer o on o.offer_id = n.offer_id
          join core.location l on l.location_id = o.location_id
          join core.provider p on p.provider_id = l.provider_id
          left join core.postcode place on place.postcode4 = l.postcode4
         where n.shown_on > functions.dutch_date(shown_shares.as_of) - 28 and n.shown_on <= functions.dutch_date(shown_shares.as_of)
           and (shown_shares.region is null or place.zorgkantoorregio_code = shown_shares.region)
         group by 1
    )
    select metrics.small_provider_top_share(array_agg(c.is_small), array_agg(c.top_count)),
           metrics.small_provider_fitting_share(array_agg(c.is_small), array_agg(c.list_count)),
           coalesce(sum(c.top_count) filter (where c.is_small is not null), 0)::bigint
      from counted c;
end;
