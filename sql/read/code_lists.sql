-- one row per code list: how many codes hold on that day, and since when the list is as it is
-- changed_on: the last day, up to that one, on which a code of the list began or ended. An operator's list counts too.
-- audience: app_session
create function read.code_lists(as_of timestamptz) returns table (list_code text, code_count bigint, changed_on date)
language sql stable security definer set search_path = ''
begin atomic
    with listed (list_code, valid_from, valid_to) as (
        select 'care_pathway', valid_from, valid_to from core.care_pathway
        union all select 'diagnosis_group', valid_from, valid_to from core.diagnosis_group
        union all select 'complaint_term', valid_from, valid_to from core.complaint_term
        union all select 'exclusion_criterion', valid_from, valid_to from core.exclusion_criterion
        union all select 'closure_reason', valid_from, valid_to from core.closure_reason
        union all select 'insurer_concern', valid_from, valid_to from core.insurer_concern
        union all select 'norm', valid_from, valid_to from core.norm
        union all select 'region', valid_from, valid_to from core.region
        union all select 'municipality_region', valid_from, valid_to from core.municipality_region
        union all select 'postcode', valid_from, valid_to from core.postcode
        union all select 'crisis_line', valid_from, valid_to from core.crisis_line
        union all select 'transfer_point', valid_from, valid_to from core.transfer_point
    ),
    dated as (
        select l.*, functions.dutch_date(code_lists.as_of) as today from listed l
    )
    select d.list_code,
           count(*) filter (where d.valid_from <= d.today and (d.valid_to is null or d.valid_to > d.today)),
           greatest(max(d.valid_from) filter (where d.valid_from <= d.today), max(d.valid_to) filter (where d.valid_to <= d.today))
      from dated d
     group by d.list_code
     order by d.list_code;
end;
