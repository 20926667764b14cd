-- one moment for one source: from when it is late, given its last applied delivery; null when no rhythm is agreed or none ever came
create function functions.late_since(applied_at timestamptz, expected_every interval, grace interval) returns timestamptz
language sql immutable parallel safe
begin atomic
    select (late_since.applied_at at time zone 'Europe/Amsterdam' + late_since.expected_every + late_since.grace)
           at time zone 'Europe/Amsterdam';
end;
