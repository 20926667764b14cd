-- one row per offer of one location for which another location has the same one: its number there
create function functions.offer_twins(gone bigint, kept bigint) returns table (offer_id bigint, twin_id bigint)
language sql stable
begin atomic
    select o.offer_id, t.offer_id
      from core.offer o
      join core.offer t
        on t.location_id = offer_twins.kept and t.care_pathway_code = o.care_pathway_code and t.diagnosis_group_code = o.diagnosis_group_code
       and t.age_from = o.age_from and t.age_to is not distinct from o.age_to and t.segment_code = o.segment_code
     where o.location_id = offer_twins.gone;
end;
