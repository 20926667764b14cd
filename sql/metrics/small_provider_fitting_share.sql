-- the share of small providers among all that fitted in the lists of free places that were shown
-- title: Aandeel kleine aanbieders bij wat paste
-- title_en: Share of small providers among what fitted
-- unit: aandeel
-- better: higher
-- audience: app_coordinator, app_operator
-- definition: Van alle keren dat een aanbod in een lijst met vrije plekken stond waar het paste, het deel van kleine aanbieders (tot en
--   met tien behandelaars). Is hun deel bij de eerste tien kleiner dan dit, dan raken zij in de volgorde achterop.
-- definition_en: Of all times an offer stood in a list of free places where it fitted, the part of small providers (up to ten
--   practitioners). Where their part among the first ten is smaller than this, the order leaves them behind.
-- source: ours: counted by the web processes while they answer, per offer and day
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.small_provider_fitting_share(is_small boolean[], list_count bigint[]) returns numeric
language sql immutable parallel safe
begin atomic
    select sum(u.list_count) filter (where u.is_small) / nullif(sum(u.list_count), 0)
      from unnest(small_provider_fitting_share.is_small, small_provider_fitting_share.list_count) as u (is_small, list_count)
     where u.is_small is not null;
end;
