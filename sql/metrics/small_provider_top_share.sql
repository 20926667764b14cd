-- the share of small providers among the first ten of the lists of free places that were shown
-- title: Aandeel kleine aanbieders bij de eerste tien
-- title_en: Share of small providers among the first ten
-- unit: aandeel
-- better: higher
-- audience: app_coordinator, app_operator
-- definition: Van alle keren dat een aanbod bij de eerste tien stond van een lijst met vrije plekken waar het paste, het deel van
--   kleine aanbieders (tot en met tien behandelaars). Aanbieders waarvan de omvang niet bekend is tellen niet mee.
-- definition_en: Of all times an offer stood among the first ten of a list of free places where it fitted, the part of small
--   providers (up to ten practitioners). Providers of unknown size are left out.
-- source: ours: counted by the web processes while they answer, per offer and day
-- owner: beheerder
-- review_by: 2027-11-01
create function metrics.small_provider_top_share(is_small boolean[], top_count bigint[]) returns numeric
language sql immutable parallel safe
begin atomic
    select sum(u.top_count) filter (where u.is_small) / nullif(sum(u.top_count), 0)
      from unnest(small_provider_top_share.is_small, small_provider_top_share.top_count) as u (is_small, top_count)
     where u.is_small is not null;
end;
