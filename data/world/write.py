"""Tables to bytes and bytes to files, so that a reader never meets half a file."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    separator: str = ",",
    newline: str = "\n",
    encoding: str = "utf-8",
) -> bytes:
    """A CSV file with a header, in the dialect of its sender."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=newline)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def reference(rows: Sequence[dict[str, str]]) -> bytes:
    """A reference list: UTF-8, comma, the columns of its first row."""
    columns = list(rows[0])
    return table(columns, ([row[column] for column in columns] for row in rows))


def file(path: Path, payload: bytes, *, modified: float | None = None) -> None:
    """Writes the file whole or not at all, under a hidden name first; modified is its time in seconds since 1970."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}.part")
    hidden.write_bytes(payload)
    if modified is not None:
        os.utime(hidden, (modified, modified))
    hidden.replace(path)
