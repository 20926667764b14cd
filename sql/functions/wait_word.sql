-- one row: since when what is known at a moment of a month, and of one that it is held against, was known, and until when (null: it still is)
-- No row where nothing was known of the month. Doubts count of the month itself, whose figures they are about.
create function functions.wait_word(read_at timestamptz, month date, compare_on date) returns table (
    known_at timestamptz, until_at timestamptz
)
language sql stable
begin atomic
    select max(w.at) filter (where w.at <= wait_word.read_at), min(w.at) filter (where w.at > wait_word.read_at)
      from (select v.known_at from core.wait_version v where v.period_from in (wait_word.month, wait_word.compare_on)
            union all
            select moment.at
              from core.wait_flag f
             cross join lateral (values (f.known_at), (f.lifted_at)) moment (at)
             where f.reference_on >= wait_word.month and f.reference_on < (wait_word.month + interval '1 month')::date) w (at)
     where exists (select from core.wait_version v where v.period_from = wait_word.month and v.known_at <= wait_word.read_at)
    having count(*) > 0;
end;
