-- one row: what became of the last try of a source (state waits, runs or ended); none when it was never tried
-- refusals: [{rows, sentence_nl, sentence_en}], the most frequent first. Nothing of the delivery itself is kept, so no value is told.
-- audience: app_operator
create function read.source_trial(as_of timestamptz, asker bigint, source text) returns table (
    state_code text, asked_at timestamptz, ended_at timestamptz, failure_code text, failure_nl text, failure_en text, advice_nl text, advice_en text,
    outcome_code text, file_name text, size_bytes bigint, read_count integer, accepted_count integer, refused_count integer,
    duplicate_count integer, sentence_nl text, refusals jsonb
)
language sql stable security definer set search_path = ''
begin atomic
    select case when t.ended_at is not null then 'ended' when t.begun_at is not null then 'runs' else 'waits' end, t.asked_at, t.ended_at,
           t.failure_code, r.sentence_nl, r.sentence_en, r.advice_nl, r.advice_en, t.outcome_code, t.file_name, t.size_bytes, t.read_count,
           t.accepted_count, t.refused_count, t.duplicate_count, t.sentence_nl,
           (select coalesce(jsonb_agg(jsonb_build_object('rows', told.value::integer, 'sentence_nl', why.sentence_nl,
                                                         'sentence_en', why.sentence_en) order by told.value::integer desc, told.key), '[]')
              from jsonb_each_text(t.refusals) told
              join core.refusal why on why.refusal_code = told.key)
      from ops.source_trial t
      left join core.refusal r on r.refusal_code = t.failure_code
     where t.source_code = source_trial.source and functions.may(source_trial.as_of, source_trial.asker, 'manage_sources');
end;
