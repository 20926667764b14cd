"""How each source stands, in lines for an operator: did the night go well? Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from etl import schedule

Row = Mapping[str, Any]
_HEADS = ("source", "last delivery", "state", "age", "rhythm", "next fetch", "queue", "credential", "trouble")


def table(rows: Sequence[Row], states: Sequence[schedule.State], now: datetime) -> list[str]:
    """Lines of one table, heads first: a line per row of load.status; states: the sources that are fetched."""
    fetched = {state.source: state for state in states}
    cells = [_HEADS, *(_cells(row, fetched.get(row["source_code"]), now) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def is_well(rows: Sequence[Row], now: datetime) -> bool:
    """Whether no source is late and no last attempt failed."""
    return not any(_trouble(row, now) for row in rows)


def _cells(row: Row, state: schedule.State | None, now: datetime) -> tuple[str, ...]:
    received = row["received_at"]
    return (
        row["source_code"],
        f"{received.astimezone(schedule.DUTCH):%Y-%m-%d %H:%M}" if received else "never",
        row["state_code"] or "-",
        span(now - row["applied_at"]) if row["applied_at"] else "-",
        span(row["expected_every"]) if row["expected_every"] else "none agreed",
        _next(state, now),
        _queue(row),
        "-" if row["way_code"] is None else "kept" if row["has_credential"] else "none",
        _trouble(row, now) or "-",
    )


def span(length: timedelta) -> str:
    """A length of time in its two largest units: 1 d 3 h, 3 h 20 min, 5 min."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    first = next((place for place, (count, _) in enumerate(parts) if count), 2)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count) or "0 min"


def _next(state: schedule.State | None, now: datetime) -> str:
    if state is None:
        return "comes by itself"
    moment = schedule.next_due(state)
    return "now" if moment <= now else f"{moment.astimezone(schedule.DUTCH):%Y-%m-%d %H:%M}"


def _queue(row: Row) -> str:
    waiting = f"{row['waiting_count']} taken in" if row["waiting_count"] else ""
    job = {"todo": "waits", "doing": "runs"}.get(row["job_status"] or "", "")
    return ", ".join(filter(None, (job, waiting))) or "-"


def _trouble(row: Row, now: datetime) -> str:
    never = row["expected_every"] is not None and row["applied_at"] is None and not row["is_historic"]
    late = row["late_since"] is not None and row["late_since"] < now and not row["is_historic"]
    told = ("never delivered" if never else "", f"late for {span(now - row['late_since'])}" if late else "")
    return ", ".join(filter(None, (*told, row["failure_code"])))
