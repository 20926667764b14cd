-- one place for the form transferpunt/manual/1: an offer as it is described now, with all that a provider states of it
-- told: as functions.told_place gives it. What it leaves out of what the form asks is not told; the rest stays as it was. Null when the
-- offer, its location or provider has no AGB code.
-- after: entered_place
create function functions.stated_place(at timestamptz, offer bigint, urgency text, told jsonb) returns jsonb
language sql stable
begin atomic
    select (functions.entered_place(stated_place.at, stated_place.offer, stated_place.urgency, null, null, null, null)
            - array['status', 'note_code', 'stop_until', 'stop_concern_codes', 'exclusions', 'exclusion_reason', 'exclusion_valid_to',
                    'entry_route_codes', 'responsible_code'])
           || (stated_place.told - 'stop_reason_code')
           || case
               when stated_place.told ? 'stop_reason_code'
                   then jsonb_build_object('status', 'stop', 'note_code', stated_place.told -> 'stop_reason_code')
               when stated_place.told ? 'free_count'
                   then jsonb_build_object('status', case when (stated_place.told ->> 'free_count')::numeric > 0 then 'available' else 'full' end)
               else '{}'
              end;
end;
