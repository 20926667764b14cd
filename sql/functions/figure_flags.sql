-- the ways in which one delivered figure of waits is hard to believe, as it stands at a moment; none when nobody doubts it
-- A figure is the line of a delivery, told of a location. What one delivery told and a later one tells unchanged keeps its line.
create function functions.figure_flags(as_of timestamptz, location bigint, delivery bigint, line bigint) returns text[]
language sql stable parallel safe
begin atomic
    select array(
        select distinct f.flag_code
          from core.source_location sl
          join core.waiting_time w
            on w.source_location_id = sl.source_location_id and w.delivery_id = figure_flags.delivery and w.line = figure_flags.line
          join core.wait_flag f
            on (f.source_location_id, f.reference_on, f.circuit_code, f.diagnosis_group_code, f.group_literal, f.insurer_literal,
                f.segment_code, f.setting_code, f.method_code, f.occurrence, f.version)
             = (w.source_location_id, w.reference_on, w.circuit_code, w.diagnosis_group_code, w.group_literal, w.insurer_literal,
                w.segment_code, w.setting_code, w.method_code, w.occurrence, w.version)
         where sl.location_id = figure_flags.location
           and f.known_at <= figure_flags.as_of and (f.lifted_at is null or f.lifted_at > figure_flags.as_of)
         order by f.flag_code);
end;
