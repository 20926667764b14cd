"""What happens inside the one transaction of a load: read, stage, check, judge, apply."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection

from etl.feed import Feed, all_feeds
from etl.gates import Facts, Gate, judge, worst
from etl.keep import kept
from etl.outcome import Outcome, Result, outcome_of
from etl.progress import Tell, counted, expected, untold
from etl.read import UnreadableError, read
from etl.stage import Staged, stage
from sql import call

_WORTH_ANALYSING = 5_000  # rows; below it a plan made blindly costs less than looking at what was staged


@dataclass(frozen=True)
class _Counts:
    read: int = 0
    accepted: int = 0
    refused: int = 0
    duplicates: int = 0
    refusals: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _End:
    """How the load ends, before it is written down."""

    result: Result
    counts: _Counts = _Counts()
    reason: str | None = None
    sentence: str | None = None
    gates: tuple[Gate, ...] = ()
    is_older: bool = False
    order_at: datetime | None = None
    content_sha256: str | None = None
    result_sha256: str | None = None


def load(
    connection: Connection,
    facts: call.Row,
    at: datetime,
    *,
    is_released: bool = False,
    is_replay: bool = False,
    tell: Tell = untold,
) -> Outcome:
    """Load a received delivery in the caller's transaction, which holds the source's lock, and write how it ended.

    facts: a row of load.delivery_facts. is_released: a person, or an earlier load, has let it through the gates that
    hold. is_replay: equal bytes and rows are expected; an equal result is answered with reason `replay_unchanged` and
    nothing written down. tell: is told how far it is.
    """
    feed = all_feeds()[facts["feed_code"]]
    source = call.rows(connection, "load.source_facts", source=facts["source_code"])[0]
    delivery = facts["delivery_id"]
    if not (is_released or is_replay) and _is_known(connection, feed, facts, source):
        return _finish(connection, facts, _same(connection, source["applied_read_count"] or 0, "same_bytes"), at)

    before_rows = connection.begin_nested()
    try:
        staged = _stage(connection, feed, facts, at, tell)
    except UnreadableError as error:
        before_rows.rollback()
        sentence = _sentence(connection, error.code, error.value)
        return _finish(connection, facts, _End("rejected", reason=error.code, sentence=sentence), at)
    if not (is_released or is_replay) and staged.content_sha256 == source["applied_content_sha256"]:
        before_rows.rollback()
        return _finish(connection, facts, _same(connection, staged.read, "same_rows"), at)
    before_rows.commit()
    tell("checking", staged.read, staged.read)

    end = _check(connection, feed, delivery, staged, at)
    if is_replay and end.result_sha256 == facts["latest_result_sha256"]:
        sentence = _sentence(connection, "replay_unchanged")
        return _outcome(facts, _End("duplicate", end.counts, "replay_unchanged", sentence))
    end = _verdict(connection, facts, end, is_released=is_released)
    record = feed.record.name
    if end.result == "held":
        call.rows(connection, f"load.hold_{record}", delivery=delivery)
    if end.result == "applied":
        tell("applying", staged.read, staged.read)
        call.rows(connection, f"load.apply_{record}", delivery=delivery, applied_at=at)
        call.rows(connection, "load.publish", delivery=delivery, order_at=end.order_at, applied_at=at)
    return _finish(connection, facts, end, at)


def _is_known(connection: Connection, feed: Feed, facts: call.Row, source: call.Row) -> bool:
    """Were these bytes published before? Live waits are dated: any time counts. Else only the newest delivery."""
    if feed.record.name == "waiting_time" and not source["is_historic"]:
        known = call.value(connection, "load.known_payload", source=facts["source_code"], sha256=facts["sha256"])
        return known is not None
    return bool(source["applied_sha256"] == facts["sha256"])


def _stage(connection: Connection, feed: Feed, facts: call.Row, at: datetime, tell: Tell) -> Staged:
    if facts["state_code"] == "received" and facts["reason_code"] is not None:
        raise UnreadableError(facts["reason_code"])  # found when it came in; no bytes were kept
    total = expected(payload := kept(connection, facts["delivery_id"]))
    with read(feed, payload) as chunks:
        return stage(connection, feed, facts["delivery_id"], counted(chunks, total, tell), at)


def _check(connection: Connection, feed: Feed, delivery: int, staged: Staged, at: datetime) -> _End:
    """Refuse what the database knows to be wrong, then count and judge."""
    record = feed.record.name
    if staged.read > _WORTH_ANALYSING:
        call.rows(connection, "load.know_staged", record=record)
    duplicates = call.value(connection, f"load.drop_repeated_{record}", delivery=delivery)
    call.rows(connection, f"load.check_{record}", delivery=delivery, at=at, headers=Jsonb(feed.headers))
    refusals = {
        row["refusal_code"]: row["row_count"] for row in call.rows(connection, "load.count_refusals", delivery=delivery)
    }
    refused = refusals.pop(None, 0)
    result_sha256 = call.value(connection, f"load.result_{record}", delivery=delivery)
    found = call.rows(connection, f"load.facts_{record}", delivery=delivery)[0]
    counts = _Counts(staged.read, found["accepted_count"], refused, duplicates, refusals)
    if counts.read != counts.accepted + counts.refused + counts.duplicates:
        raise AssertionError(f"rows went missing in delivery {delivery}: {counts}")
    facts = Facts(
        read=counts.read,
        refused=refused,
        accepted=counts.accepted,
        offers_before=found["offers_before"],
        offers_kept=found["offers_kept"],
        locations_before=found["locations_before"],
        locations_gone=found["locations_gone"],
        free_before=found["free_before"],
        free_after=found["free_after"],
        frozen_days=found.get("frozen_days"),
    )
    return _End(
        "applied",
        counts,
        gates=tuple(judge(facts, feed.gates)),
        is_older=found["older_count"] > 0 and found["newer_count"] == 0,
        order_at=found["order_at"],
        content_sha256=staged.content_sha256,
        result_sha256=result_sha256,
    )


def _verdict(connection: Connection, facts: call.Row, end: _End, *, is_released: bool) -> _End:
    """Reject, set aside as older, hold, or apply."""
    deciding = worst(list(end.gates))
    if deciding is not None and deciding.verdict == "reject":
        return _ended(connection, end, "rejected", deciding.code, deciding)
    if end.is_older and not facts["is_published"]:
        return _ended(connection, end, "superseded", "older")
    if deciding is not None and not is_released:
        return _ended(connection, end, "held", deciding.code, deciding)
    return end


def _ended(connection: Connection, end: _End, result: Result, reason: str, gate: Gate | None = None) -> _End:
    sentence = _sentence(connection, reason, gate=gate)
    return replace(end, result=result, reason=reason, sentence=sentence)


def _same(connection: Connection, read: int, reason: str) -> _End:
    return _End("duplicate", _Counts(read=read, duplicates=read), reason, _sentence(connection, reason))


def _sentence(connection: Connection, code: str, value: str = "", gate: Gate | None = None) -> str | None:
    template: str | None = call.value(connection, "load.sentence", code=code)
    expected, found = (gate.expected, gate.found) if gate else ("", "")
    return template and template.format(value=value, column=value, expected=expected, found=found)


def _finish(connection: Connection, facts: call.Row, end: _End, at: datetime) -> Outcome:
    call.rows(
        connection,
        "load.finish",
        delivery=facts["delivery_id"],
        state=end.result,
        read_count=end.counts.read,
        accepted_count=end.counts.accepted,
        refused_count=end.counts.refused,
        duplicate_count=end.counts.duplicates,
        reason=end.reason,
        sentence=end.sentence,
        gates=Jsonb([gate.as_dict() for gate in end.gates]),
        order_at=end.order_at,
        content_sha256=end.content_sha256,
        result_sha256=end.result_sha256,
        finished_at=at,
    )
    return _outcome(facts, end)


def _outcome(facts: call.Row, end: _End) -> Outcome:
    counts: dict[str, Any] = asdict(end.counts)
    return outcome_of(facts, end.result, **counts, reason=end.reason, sentence=end.sentence)
