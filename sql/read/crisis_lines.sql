-- one row per crisis line that may be the right one: acute region, age group and part of the day
-- Narrowed in steps, the first that finds a line counts: the acute regions of the postcode's municipality; of the
-- region asked for (or the acute region itself); of the municipalities in the postcode's zorgkantoorregio; else all.
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.crisis_lines(as_of timestamptz, postcode text default null, region text default null) returns table (
    region_code text, region_name text, age_group_code text, part_of_day_code text, phone text, backup_phone text, wording_nl text,
    is_fictional boolean
)
language sql stable security definer set search_path = ''
begin atomic
    with moment as (
        select functions.dutch_date(crisis_lines.as_of) as today
    ),
    acute as (
        select a.municipality_code, a.region_code
          from core.municipality_region a, moment
         where a.layer_code = 'acute' and a.valid_from <= moment.today and (a.valid_to is null or a.valid_to > moment.today)
    ),
    guess as (
        select 1 as step, a.region_code
          from core.postcode p
          join acute a on a.municipality_code = p.municipality_code
         where p.postcode4 = crisis_lines.postcode
        union
        select 2, a.region_code
          from core.postcode p
          join acute a on a.municipality_code = p.municipality_code
         where crisis_lines.region in (p.municipality_code, p.province_code, p.ggd_region_code, p.zorgkantoorregio_code)
        union
        select 2, crisis_lines.region where crisis_lines.region is not null
        union
        select 3, a.region_code
          from core.postcode asked
          join core.postcode p on p.zorgkantoorregio_code = asked.zorgkantoorregio_code
          join acute a on a.municipality_code = p.municipality_code
         where asked.postcode4 = crisis_lines.postcode
        union
        select 4, r.region_code from core.region r where r.layer_code = 'acute'
    ),
    line as (
        select g.step, l.*, r.name as region_name, min(g.step) over () as first_step
          from guess g
          join core.crisis_line l on l.region_code = g.region_code
          join core.region r on r.region_code = l.region_code
         cross join moment
         where l.valid_from <= moment.today and (l.valid_to is null or l.valid_to > moment.today)
    )
    select line.region_code, line.region_name, line.age_group_code, line.part_of_day_code, line.phone, line.backup_phone,
           line.wording_nl, line.is_fictional
      from line
     where line.step = line.first_step
     order by line.region_code, line.age_group_code desc, line.part_of_day_code;
end;
