"""The drop folder: HOME/drop/<source>/<file>. What was loaded moves to `done` beside it; nothing is deleted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from etl import pipeline
from etl.errors import FaultError, WrongUseError
from etl.feed import all_feeds
from etl.outcome import Outcome
from sql import call

_UNFINISHED = (".part", ".tmp", ".filepart")
_log = structlog.get_logger("etl.drop_folder")


@dataclass(frozen=True)
class Dropped:
    """A file that waits, of which source, and the moment its sender finished it."""

    path: Path
    source: str
    delivered_at: datetime


def folder(home: Path, source: str) -> Path:
    """Where a source's files are put."""
    return home / "drop" / source


def waiting(home: Path) -> list[Dropped]:
    """The files of every source, oldest first. Hidden files and files still being sent are left alone, and so are those
    of a source that is switched off: they wait."""
    off = {row["source_code"] for row in call.select("load.switched_off", role="etl_writer")}
    found = [
        Dropped(path, path.parent.name, datetime.fromtimestamp(path.stat().st_mtime, UTC))
        for path in (home / "drop").glob("*/*")
        if path.parent.name not in off
        and path.is_file()
        and not path.name.startswith(".")
        and path.suffix not in _UNFINISHED
    ]
    return sorted(found, key=lambda file: (file.delivered_at, file.source, file.path.name))


def oldest(home: Path, source: str) -> Path | None:
    """The file of a source that waits longest."""
    return next((file.path for file in waiting(home) if file.source == source), None)


def load(file: Dropped, *, at: datetime) -> Outcome:
    """Load one file and move it to `done`; a file of a busy source stays for the next round.

    Raises WrongUseError for a folder that is no source's, FaultError when our own code broke over it.
    """
    known = call.select("load.source_facts", role="etl_writer", source=file.source)
    if not known:
        raise WrongUseError(f"{file.path.parent} is the folder of no source: `python -m etl list` names them.")
    feed = all_feeds()[known[0]["feed_code"]]
    try:
        with file.path.open("rb") as payload:
            outcome = pipeline.run(
                feed, file.source, payload, file.path.name, at=at, delivered_at=min(file.delivered_at, at)
            )
    except FaultError:  # it is kept, and replayed when the fault is mended: the same file again would meet it again
        _put_away(file)
        raise
    if outcome.outcome != "busy":
        _put_away(file)
    return outcome


def _put_away(file: Dropped) -> None:
    done = file.path.parent / "done"
    done.mkdir(exist_ok=True)
    file.path.replace(done / file.path.name)
