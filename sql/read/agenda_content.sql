-- what the regional table of a region has to speak of, as it stands at as_of: {matrix, white_spots, criterion_count, late, calls, held, moment}
-- matrix: per care pathway and urgency, what read.region_matrix counts now, [{care_pathway_code, urgency_code, offer_count, free_count,
-- expected_count, unknown_count, stop_count}]; white_spots: as read.white_spots, without those of a criterion, which criterion_count
-- counts; late: as read.late_deliveries, the most hidden places first; calls: what was not right and is not settled, oldest first;
-- held: deliveries of the region that wait for a decision, oldest first; moment: as read.data_moment.
-- This is the only place where it is made: what is frozen, and what is shown before it is.
-- after: white_spots, late_deliveries, data_moment
-- audience: etl_writer
create function read.agenda_content(as_of timestamptz, region text) returns jsonb
language sql stable security definer set search_path = ''
begin atomic
    select jsonb_build_object(
        'matrix', (
            select coalesce(jsonb_agg(jsonb_build_object(
                       'care_pathway_code', m.care_pathway_code, 'urgency_code', m.urgency_code, 'offer_count', m.offer_count,
                       'free_count', m.free_count, 'expected_count', m.expected_count, 'unknown_count', m.unknown_count,
                       'stop_count', m.stop_count) order by m.urgency_order, p.sort_order), '[]')
              from (select s.care_pathway_code, s.urgency_code, s.urgency_order, count(*) as offer_count,
                           coalesce(sum(s.free_count), 0) as free_count, coalesce(sum(s.expected_count), 0) as expected_count,
                           count(*) filter (where s.status_code = 'unknown') as unknown_count,
                           count(*) filter (where s.status_code = 'stop') as stop_count
                      from functions.offer_state_of_regions(agenda_content.as_of, array[agenda_content.region]) s
                     group by 1, 2, 3) m
              join core.care_pathway p on p.care_pathway_code = m.care_pathway_code),
        'white_spots', spots.plain,
        'criterion_count', spots.criterion_count,
        'late', (
            select coalesce(jsonb_agg(jsonb_build_object(
                       'source_code', l.source_code, 'source_name', l.source_name, 'contact_name', l.contact_name,
                       'contact_phone', l.contact_phone, 'last_applied_at', l.last_applied_at, 'is_never', l.is_never,
                       'has_old_counts', l.has_old_counts,
                       'hidden_offer_count', l.hidden_offer_count, 'hidden_place_count', l.hidden_place_count)
                       order by l.hidden_place_count desc, l.hidden_offer_count desc, l.last_applied_at nulls last, l.source_code), '[]')
              from read.late_deliveries(agenda_content.as_of, agenda_content.region) l),
        'calls', (
            select coalesce(jsonb_agg(jsonb_build_object(
                       'call_outcome_id', c.call_outcome_id, 'called_at', c.called_at, 'provider_name', p.name, 'location_name', l.name,
                       'care_pathway_code', o.care_pathway_code, 'diagnosis_group_code', o.diagnosis_group_code,
                       'urgency_code', c.urgency_code, 'phone', coalesce(l.consult_phone, l.phone), 'phoned_count', c.phoned_count)
                       order by c.called_at, c.call_outcome_id), '[]')
              from core.call_outcome c
              join core.offer o on o.offer_id = c.offer_id
              join core.location l on l.location_id = o.location_id
              join core.provider p on p.provider_id = l.provider_id
              join core.postcode place on place.postcode4 = l.postcode4
             where not c.is_as_shown and c.handled_at is null and c.called_at <= agenda_content.as_of
               and place.zorgkantoorregio_code = agenda_content.region),
        'held', (
            select coalesce(jsonb_agg(jsonb_build_object(
                       'delivery_id', d.delivery_id, 'source_name', s.name, 'received_at', d.received_at, 'sentence_nl', d.sentence_nl,
                       'contact_name', s.contact_name, 'contact_phone', s.contact_phone) order by d.received_at, d.delivery_id), '[]')
              from raw.delivery d
              join core.source s on s.source_code = d.source_code
             where d.state_code = 'held' and d.decided_at is null
               and d.source_code in (
                   select told.source_code from functions.told_locations(array[agenda_content.region]) told)),
        'moment', (select to_jsonb(m) from read.data_moment(agenda_content.as_of) m))
      from (select coalesce(jsonb_agg(jsonb_build_object(
                       'care_pathway_code', w.care_pathway_code, 'diagnosis_group_code', w.diagnosis_group_code,
                       'urgency_code', w.urgency_code, 'kind_code', w.kind_code, 'unknown_count', w.unknown_count,
                       'neighbours', w.neighbours)) filter (where w.criterion_code is null), '[]') as plain,
                   count(w.criterion_code) as criterion_count
              from read.white_spots(agenda_content.as_of, agenda_content.region) w) spots;
end;
