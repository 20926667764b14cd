-- one row per diagnosis group: the mean waits of specialised care at institutions in early 2018, by NZa's own rule
-- The means are not rounded; NZa publishes whole weeks, halves up, and "< 25 locaties" where is_suppressed. NZa mended
-- the figures of a few providers by hand; that is not done again here, so a location count can differ by a few.
-- title: Gemiddelde wachttijd per hoofddiagnosegroep (NZa 2018)
-- title_en: Mean wait by diagnosis group (NZa 2018)
-- unit: weken
-- better: lower
-- audience: app_insurer, app_coordinator, app_operator
-- definition: Een gemiddelde van gemiddelden: eerst de regels van een aanbieder, vestiging, circuit en groep; dan de vestigingen van
--   een concern; dan de concerns, elk even zwaar. Alleen actuele wachttijden van gespecialiseerde zorg voor volwassenen.
-- definition_en: A mean of means. The rows of one provider, location, circuit and group are averaged first; then the
--   locations of one provider group; then the provider groups, each as heavy. A total is intake plus treatment. The
--   location counts are of the first step. Only waits that were current, of specialised care, for adults.
-- source: feed nza_ggz_2018; the rule is NZa's, described in docs/data-sources.md
-- owner: beheerder
-- review_by: 2027-11-01
create view metrics.nza_2018_mean_wait_by_group as
with published as (
    select w.source_location_id, w.circuit_code, w.diagnosis_group_code, w.segment_code, w.site_updated_on,
           lower(w.group_literal) as group_literal,
           w.intake_weeks, lower(btrim(w.intake_literal)) as intake_literal,
           w.treatment_weeks, lower(btrim(w.treatment_literal)) as treatment_literal
      from core.source s
      join core.source_state st on st.source_code = s.source_code
      join core.waiting_time w on w.delivery_id = st.delivery_id
     where s.feed_code = 'nza_ggz_2018'
       and 'group_unrecognised' <> all (w.flags)
),
-- 1 institutions, each under its group or, without one, its own name; 3 adults; 4 specialised care; 5 current
counted as (
    select case when lower(l.provider_group) in ('', 'n.v.t.') then l.provider_name else l.provider_group end as provider_group,
           l.provider_name, l.location_name, n.diagnosis_group_code,
           case when n.circuit_code = 'unknown' then 'adults' else n.circuit_code end as circuit_code,
           -- 2 a literal "no wait" outweighs the coded number
           case when n.intake_literal in ('0 weken', '0 dagen', 'geen', 'geen wachttijd', 'geen wachttijden', 'geen wachtlijst', 'n.v.t.',
                                          'direct hulp', 'meteen') then 0
                else n.intake_weeks end as intake_weeks,
           case when n.treatment_literal ~ '^(0 weken|geen|direct|aansluitend|behandeling start|behandeling sluit|start)' then 0
                else n.treatment_weeks end as treatment_weeks
      from published n
      join core.source_location l on l.source_location_id = n.source_location_id
     where lower(l.provider_kind) in ('instelling', 'puk/paaz')
       and n.circuit_code not in ('youth', 'forensic')
       and n.segment_code = 's-ggz'
       and (n.site_updated_on is null or n.site_updated_on >= date '2018-01-01')
       and n.group_literal !~ ('relati|arbe|dagbehandeling|aanpas|zzp|nachtbehandeling|verpl|verz|seksuo|zwang|hecht|slaap|pddb'  -- not insured
                               || '|crisis|acuut|acute|spoed'
                               || '|verstandel|lvb|lvg|dov')
       and (n.group_literal !~ 'diagnost' or n.group_literal ~ 'behand')
),
-- 6 the three means, of rows with an intake
by_location as (
    select provider_group, diagnosis_group_code, avg(intake_weeks) as intake_weeks, avg(intake_weeks + treatment_weeks) as total_weeks
      from counted
     where intake_weeks is not null
     group by provider_group, provider_name, location_name, circuit_code, diagnosis_group_code
),
by_provider_group as (
    select diagnosis_group_code, avg(intake_weeks) as intake_weeks, avg(total_weeks) as total_weeks,
           count(intake_weeks) as intake_location_count, count(total_weeks) as total_location_count
      from by_location
     group by provider_group, diagnosis_group_code
)
select g.name_nl as diagnosis_group_name,
       avg(b.intake_weeks) as intake_weeks,
       avg(b.total_weeks) as total_weeks,
       sum(b.intake_location_count)::integer as intake_location_count,
       sum(b.total_location_count)::integer as total_location_count,
       least(sum(b.intake_location_count), sum(b.total_location_count)) < 25 as is_suppressed
  from by_provider_group b
  join core.diagnosis_group g on g.diagnosis_group_code = b.diagnosis_group_code
 group by g.diagnosis_group_code, g.name_nl
 order by g.name_nl;
