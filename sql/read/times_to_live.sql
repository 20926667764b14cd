-- one row per care pathway with places: how long a count of it may be shown after it was counted
-- ttl_hand: kept by hand; ttl_fed: delivered by a system; ttl_spoed: of urgent places, whichever way they came.
-- audience: app_session
create function read.times_to_live(as_of timestamptz) returns table (
    care_pathway_code text, name_nl text, name_en text, unit_code text, ttl_hand text, ttl_fed text, ttl_spoed text
)
language sql stable security definer set search_path = ''
begin atomic
    select p.care_pathway_code, p.name_nl, p.name_en, p.unit_code, p.ttl_hand, p.ttl_fed, p.ttl_spoed
      from core.care_pathway p
     where p.has_places
       and p.valid_from <= functions.dutch_date(times_to_live.as_of)
       and (p.valid_to is null or p.valid_to > functions.dutch_date(times_to_live.as_of))
     order by p.sort_order, p.care_pathway_code;
end;
