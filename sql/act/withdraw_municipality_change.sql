-- take back, before its day, what was said on a page of a municipality: done, denied or not_open (none, of a list, or in force already)
-- A successor that was made for it stays: nothing lies in it.
-- audience: app_operator
create function act.withdraw_municipality_change(asker bigint, municipality text, at timestamptz, request_id text default null) returns text
language sql volatile security definer set search_path = ''
begin atomic
    with gone as (
        delete from core.municipality_change c
         where c.municipality_code = withdraw_municipality_change.municipality and c.maintained_by = 'page'
           and c.valid_from > functions.dutch_date(withdraw_municipality_change.at)
           and functions.may(withdraw_municipality_change.at, withdraw_municipality_change.asker, 'manage_master_data')
        returning c.municipality_code
    )
    select case
               when functions.record_event(
                        at => withdraw_municipality_change.at, account => withdraw_municipality_change.asker,
                        event_type => 'municipality_change_withdrawn', action => 'D',
                        outcome => case when exists (select from gone) then 'success' else 'refused' end, object_type => 'municipality',
                        object_id => withdraw_municipality_change.municipality, request_id => withdraw_municipality_change.request_id) is null
                   then null
               when exists (select from gone) then 'done'
               when functions.may(withdraw_municipality_change.at, withdraw_municipality_change.asker, 'manage_master_data') then 'not_open'
               else 'denied'
           end;
end;
