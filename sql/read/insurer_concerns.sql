-- one row per insurer concern on that day, with its line for waiting-list mediation where one is known
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator
create function read.insurer_concerns(as_of timestamptz) returns table (
    concern_code text, name text, mediation_phone text, mediation_hours text, is_fictional boolean, sort_order integer
)
language sql stable security definer set search_path = ''
begin atomic
    with moment as (
        select functions.dutch_date(insurer_concerns.as_of) as today
    )
    select c.concern_code, c.name, line.phone, line.opening_hours, line.is_fictional, c.sort_order
      from moment
     cross join core.insurer_concern c
      left join lateral (
          select m.phone, m.opening_hours, m.is_fictional
            from core.mediation_line m
           where m.concern_code = c.concern_code
             and m.valid_from <= moment.today and (m.valid_to is null or m.valid_to > moment.today)
           order by m.valid_from desc
           limit 1
      ) line on true
     where c.valid_from <= moment.today and (c.valid_to is null or c.valid_to > moment.today)
     order by c.sort_order, c.concern_code;
end;
