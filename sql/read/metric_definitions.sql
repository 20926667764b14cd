-- one row per metric: what it is called and what it means, as the header of its file says; the help text of the pages
-- audience: app_gp, app_insurer, app_provider, app_coordinator, app_operator, auditor
create function read.metric_definitions(as_of timestamptz) returns table (
    metric_code text, title text, title_en text, unit text, better text, definition text, definition_en text, source text, owner text,
    review_by date, is_review_due boolean
)
language sql stable security definer set search_path = ''
begin atomic
    with said as (
        select o.name, d.description
          from (select p.oid, 'pg_catalog.pg_proc'::pg_catalog.regclass as class, p.proname::text as name
                  from pg_catalog.pg_proc p where p.pronamespace = 'metrics'::pg_catalog.regnamespace
                union all
                select c.oid, 'pg_catalog.pg_class'::pg_catalog.regclass, c.relname::text
                  from pg_catalog.pg_class c where c.relnamespace = 'metrics'::pg_catalog.regnamespace and c.relkind = 'v') o
          join pg_catalog.pg_description d on d.objoid = o.oid and d.classoid = o.class and d.objsubid = 0
    ),
    told as (
        select s.name, field[1] as key, field[2] as value
          from said s
         cross join lateral regexp_matches(s.description, '^([a-z_]+): (.*)$', 'gn') as field
    ),
    wide as (
        select t.name,
               max(t.value) filter (where t.key = 'title') as title, max(t.value) filter (where t.key = 'title_en') as title_en,
               max(t.value) filter (where t.key = 'unit') as unit, max(t.value) filter (where t.key = 'better') as better,
               max(t.value) filter (where t.key = 'definition') as definition,
               max(t.value) filter (where t.key = 'definition_en') as definition_en,
               max(t.value) filter (where t.key = 'source') as source, max(t.value) filter (where t.key = 'owner') as owner,
               max(t.value) filter (where t.key = 'review_by')::date as review_by
          from told t
         group by t.name
    )
    select w.name, w.title, w.title_en, w.unit, w.better, w.definition, w.definition_en, w.source, w.owner, w.review_by,
           w.review_by <= functions.dutch_date(metric_definitions.as_of)
      from wide w
     order by w.name;
end;
