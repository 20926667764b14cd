-- one row per transfer point (desk that knows what is free) to call for a postcode or region
-- Narrowed in steps, the first that finds a desk counts: regions of any layer that hold the postcode; the region asked for;
-- regions that share a municipality with it; else all desks.
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.transfer_points(as_of timestamptz, postcode text default null, region text default null) returns table (
    region_code text, region_name text, layer_code text, name text, phone text, opening_hours text, is_fictional boolean
)
language sql stable security definer set search_path = ''
begin atomic
    with moment as (
        select functions.dutch_date(transfer_points.as_of) as today
    ),
    guess as (
        select 1 as step, own.region_code
          from moment
         cross join lateral functions.regions_of_postcode(transfer_points.postcode, moment.today) own
        union
        select 2, transfer_points.region
        union
        select 3, near.region_code
          from core.postcode p
          join lateral (
              select unnest(array[p.municipality_code, p.province_code, p.ggd_region_code, p.zorgkantoorregio_code]) as region_code
              union
              select m.region_code
                from core.municipality_region m, moment
               where m.municipality_code = p.municipality_code and m.layer_code in ('acute', 'network')
                 and m.valid_from <= moment.today and (m.valid_to is null or m.valid_to > moment.today)
          ) near on true
         where transfer_points.region in (p.municipality_code, p.province_code, p.ggd_region_code, p.zorgkantoorregio_code)
        union
        select 4, t.region_code from core.transfer_point t
    ),
    desk as (
        select g.step, t.*, r.name as region_name, r.layer_code, layer.sort_order, min(g.step) over () as first_step
          from guess g
          join core.transfer_point t on t.region_code = g.region_code
          join core.region r on r.region_code = t.region_code
          join core.region_layer layer on layer.layer_code = r.layer_code
         cross join moment
         where t.valid_from <= moment.today and (t.valid_to is null or t.valid_to > moment.today)
    )
    select desk.region_code, desk.region_name, desk.layer_code, desk.name, desk.phone, desk.opening_hours, desk.is_fictional
      from desk
     where desk.step = desk.first_step
     order by desk.sort_order, desk.region_code;
end;
