-- one row per view, month, month that it is held against and word on the two whose totals are to stand ready, and how urgent that is
-- Of every view the newest word on each month, against the month before. Of a wish (core.wait_wish) what it asks for and, where that is
-- an older word, also the two years up to it as they were known then. Urgent are 2: what somebody waits for now, 1: what is
-- shown beside it. read_at is a moment at which to read. A wish is forgotten after two days.
-- after: wait_word
create function functions.wait_wanted(as_of timestamptz) returns table (
    view_id bigint, period_from date, against_on date, read_at timestamptz, known_at timestamptz, until_at timestamptz, urgency integer
)
language sql stable
begin atomic
    with told as materialized (
        select distinct v.period_from, (v.period_from - interval '1 month')::date as before_from from core.wait_version v
    ),
    wish as materialized (
        select w.view_id, w.period_from, w.against_on, least(w.read_at, wait_wanted.as_of) as read_at,
               (w.asked_at > wait_wanted.as_of - interval '1 hour')::integer as is_fresh
          from core.wait_wish w
         where w.asked_at > wait_wanted.as_of - interval '2 days'
    ),
    asked as materialized (
        select v.view_id, t.period_from, t.before_from as against_on, wait_wanted.as_of as read_at,
               coalesce(v.asked_at > wait_wanted.as_of - interval '1 hour', false)::integer as urgency
          from core.wait_view v
         cross join told t
        union all
        select w.view_id, w.period_from, w.against_on, w.read_at, 2 * w.is_fresh from wish w
        union all
        select w.view_id, t.period_from, t.before_from, w.read_at, w.is_fresh
          from wish w
          join told t on t.period_from between (w.period_from - interval '23 months')::date and w.period_from
         where w.read_at < wait_wanted.as_of
    ),
    word as materialized (
        select a.period_from, a.against_on, a.read_at, k.known_at, k.until_at
          from (select distinct a.period_from, a.against_on, a.read_at from asked a) a
         cross join lateral functions.wait_word(a.read_at, a.period_from, a.against_on) k
    )
    select a.view_id, a.period_from, a.against_on, max(a.read_at), w.known_at, w.until_at, max(a.urgency)
      from asked a
      join word w on w.period_from = a.period_from and w.against_on = a.against_on and w.read_at = a.read_at
     group by a.view_id, a.period_from, a.against_on, w.known_at, w.until_at;
end;
