"""How far a load is, told beside its own transaction, so that a page can show it before anything is committed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Literal

from etl.text import pieces
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


def counted(chunks: Iterator[Chunk], total: int | None, tell: Tell) -> Iterator[Chunk]:
    """The chunks, telling after each, when it was staged, how many rows that makes, of about `total`."""
    rows = 0
    for chunk in chunks:
        yield chunk
        rows += chunk.rows.height + len(chunk.ragged)
        tell("reading", rows, None if total is None else max(total, rows))


def expected(payload: pieces.Source) -> int | None:
    """About how many rows a payload holds, by the lines of its beginning; None for a form in which they say nothing."""
    beginning = next(pieces.pieces(payload), b"")
    if beginning.startswith(_ZIP) or beginning[:64].lstrip().startswith(_JSON):
        return None
    lines = beginning.count(b"\n") * pieces.size(payload) // max(len(beginning), 1)
    return max(lines - 1, 0)
