-- write down what a try found: why it could not be fetched (failure), or what would have become of it
create function load.end_trial(
    source text, at timestamptz, failure text default null, outcome text default null, file_name text default null, size_bytes bigint default null,
    read_count integer default null, accepted_count integer default null, refused_count integer default null, duplicate_count integer default null,
    refusals jsonb default '{}', sentence text default null
) returns void
language sql security definer set search_path = ''
begin atomic
    update ops.source_trial t
       set ended_at = end_trial.at, failure_code = end_trial.failure, outcome_code = end_trial.outcome, file_name = end_trial.file_name,
           size_bytes = end_trial.size_bytes, read_count = end_trial.read_count, accepted_count = end_trial.accepted_count,
           refused_count = end_trial.refused_count, duplicate_count = end_trial.duplicate_count, refusals = end_trial.refusals,
           sentence_nl = end_trial.sentence
     where t.source_code = end_trial.source;
end;
