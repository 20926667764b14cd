-- one row per code of each list that the form of a statement chooses from, on that day
-- audience: app_provider, app_session
create function read.statement_lists(as_of timestamptz) returns table (list_code text, code text, name_nl text, name_en text, sort_order integer)
language sql stable security definer set search_path = ''
begin atomic
    with listed (list_code, code, name_nl, name_en, sort_order, valid_from, valid_to) as (
        select 'closure_reason', reason_code, name_nl, name_en, sort_order, valid_from, valid_to from core.closure_reason
        union all select 'concern', concern_code, name, name, sort_order, valid_from, valid_to from core.insurer_concern
        union all select 'criterion', criterion_code, name_nl, name_en, sort_order, valid_from, valid_to from core.exclusion_criterion
        union all select 'answer', value_code, name_nl, name_en, sort_order, valid_from, valid_to from core.exclusion_value
        union all select 'route', route_code, name_nl, name_en, sort_order, valid_from, valid_to from core.entry_route
        union all select 'responsible', responsible_code, name_nl, name_en, sort_order, valid_from, valid_to from core.waiting_responsible
        union all select 'urgency', urgency_code, name_nl, name_en, sort_order, valid_from, valid_to from core.urgency where has_places
        union all select 'pathway', care_pathway_code, name_nl, name_en, sort_order, valid_from, valid_to from core.care_pathway where has_places
        union all select 'group', diagnosis_group_code, name_nl, name_en, sort_order, valid_from, valid_to from core.diagnosis_group
    )
    select l.list_code, l.code, l.name_nl, l.name_en, l.sort_order
      from listed l
     where l.valid_from <= functions.dutch_date(statement_lists.as_of)
       and (l.valid_to is null or l.valid_to > functions.dutch_date(statement_lists.as_of))
     order by l.list_code, l.sort_order, l.code;
end;
