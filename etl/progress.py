"""How far a load is, told beside its own transaction, so that a page can show it before anything is committed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Literal

from etl.text.table import CHUNK_ROWS, Chunk
from sql import call

Step = Literal["reading", "checking", "applying"]
Tell = Callable[[Step, int, int | None], None]  # the step, rows read so far, of how many (None: nobody knows yet)
_ZIP, _JSON = b"PK\x03\x04", (b"{", b"[")


def untold(_step: Step, _rows: int, _total: int | None) -> None:
    """Tells nobody: for a load that no page follows."""


def tell_of(delivery: int) -> Tell:
    """Tells of this delivery. One of fewer rows than a chunk is over before anybody could look."""

    def tell(step: Step, rows: int, total: int | None) -> None:
        if rows >= CHUNK_ROWS:
            facts = {"step": step, "row_count": rows, "total_count": total, "at": datetime.now(UTC)}
            call.act("load.note_progress", role="etl_writer", delivery=delivery, **facts)

    return tell


def counted(chunks: Iterator[Chunk], payload: bytes, tell: Tell) -> Iterator[Chunk]:
    """The chunks, telling after each, when it was staged, how many rows that makes."""
    total, rows = expected(payload), 0
    for chunk in chunks:
        yield chunk
        rows += chunk.rows.height + len(chunk.ragged)
        tell("reading", rows, None if total is None else max(total, rows))


def expected(payload: bytes) -> int | None:
    """About how many rows a payload holds, by its lines; None for a form in which lines say nothing."""
    if payload.startswith(_ZIP) or payload[:64].lstrip().startswith(_JSON):
        return None
    return max(payload.count(b"\n") - 1, 0)
