"""The bytes of a delivery as a table of text, whichever form it came in: delimited text, a workbook or JSON.

Delimited text is read in pieces. A workbook or JSON is taken in whole, for neither can be read otherwise; what is over
its limit is refused before it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO

import polars as pl

from etl.feed import Feed
from etl.text import archive, bsn, bsn_workbook, encoding, json_document, pieces, table, workbook

_ZIP = b"PK\x03\x04"


class UnreadableError(ValueError):
    """The file as a whole is refused. code: core.refusal; value: what the sentence names, never a cell."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


@contextmanager
def read(feed: Feed, payload: pieces.Source) -> Iterator[Iterator[table.Chunk]]:
    """The table's chunks. Raises UnreadableError, here or while they are walked."""
    file = pieces.as_file(payload)
    try:
        if feed.rows is not None:
            yield table.started(_of_documents(feed, json_document.load(_whole_json(file))))
            return
        if is_workbook(feed, file):
            found = workbook.read_workbook(_whole_workbook(file), sheet=feed.sheet, required=feed.required)
        else:
            dialect = feed.dialect
            found = table.read_csv(
                file, declared_encoding=dialect.encoding, separator=dialect.separator, max_bytes=feed.max_bytes
            )
        missing = [name for name in feed.required if name not in found.header]
        if missing:
            raise UnreadableError("missing_column", ", ".join(missing))
        yield found.chunks
    except table.TableError as error:
        raise UnreadableError(error.code) from error


def is_workbook(feed: Feed, payload: pieces.Source) -> bool:
    """Whether the payload is read as an XLSX workbook. A file stands at its start again: ask before it is read."""
    file = pieces.as_file(payload)
    begins_so = file.read(len(_ZIP)) == _ZIP
    file.seek(0)
    return feed.rows is None and begins_so


def mask(feed: Feed, payload: pieces.Source) -> Iterator[bsn.Masked]:
    """The payload in pieces, with its BSN-like numbers masked, and how many in each.

    Raises UnreadableError, before the first piece, for a workbook or JSON that cannot be read, and so not be masked,
    and for a file that is too large to be kept.
    """
    file = pieces.as_file(payload)
    try:
        if feed.rows is not None:
            return iter([json_document.mask(_whole_json(file))])
        if is_workbook(feed, file):
            return iter([_masked_workbook(feed, _whole_workbook(file))])
    except table.TableError as error:
        raise UnreadableError(error.code) from error
    if pieces.size(file) > feed.max_bytes:
        raise UnreadableError("too_large")
    try:
        codec = encoding.detect(file, feed.dialect.encoding).codec
    except (encoding.UnreadableEncodingError, encoding.CutCharacterError, UnicodeDecodeError):
        codec = "latin-1"
    return bsn.mask_pieces(pieces.pieces(file), codec)


def _masked_workbook(feed: Feed, payload: bytes) -> bsn.Masked:
    # Reading it first, in a process with limits, proves that masking it here is safe.
    with read(feed, payload) as chunks:
        for _ in chunks:
            pass
    try:
        return bsn_workbook.mask_workbook(payload)
    except bsn_workbook.NotMaskedError as error:
        raise UnreadableError("workbook_limit") from error


def _whole_json(file: BinaryIO) -> bytes:
    most = json_document.Limits().max_bytes
    if pieces.size(file) > most:
        raise table.TableError("json_limit", f"more than {most} bytes")
    return pieces.as_file(file).read()


def _whole_workbook(file: BinaryIO) -> bytes:
    most = archive.ArchiveLimits().max_bytes
    if pieces.size(file) > most:
        raise table.TableError("workbook_too_large", f"more than {most} bytes")
    return pieces.as_file(file).read()


def _of_documents(feed: Feed, documents: list[object]) -> Iterator[table.Chunk]:
    """The rows that the feed makes of its documents, with the columns it declares, in chunks."""
    names = (*feed.required, *feed.optional)
    schema = {"line": pl.Int64(), **dict.fromkeys(names, pl.String())}
    rows = enumerate(feed.rows(documents) if feed.rows else (), start=1)
    while some := list(islice(rows, table.CHUNK_ROWS)):
        cells = [{"line": line, **{name: row.get(name) for name in names}} for line, row in some]
        yield table.Chunk(pl.DataFrame(cells, schema=schema, orient="row"), [])
