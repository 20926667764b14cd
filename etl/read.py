"""The bytes of a delivery as a table of text, whichever form it came in: delimited text, a workbook or JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import polars as pl

from etl.feed import Feed
from etl.text import bsn, bsn_workbook, encoding, json_document, table, workbook

_ZIP = b"PK\x03\x04"


class UnreadableError(ValueError):
    """The file as a whole is refused. code: core.refusal; value: what the sentence names, never a cell."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


@contextmanager
def read(feed: Feed, payload: bytes) -> Iterator[Iterator[table.Chunk]]:
    """The table's chunks. Raises UnreadableError, here or while they are walked."""
    try:
        if feed.rows is not None:
            yield table.started(_of_documents(feed, json_document.load(payload)))
            return
        if is_workbook(feed, payload):
            found = workbook.read_workbook(payload, sheet=feed.sheet, required=feed.required)
        else:
            dialect = feed.dialect
            found = table.read_csv(payload, declared_encoding=dialect.encoding, separator=dialect.separator)
        missing = [name for name in feed.required if name not in found.header]
        if missing:
            raise UnreadableError("missing_column", ", ".join(missing))
        yield found.chunks
    except table.TableError as error:
        raise UnreadableError(error.code) from error


def is_workbook(feed: Feed, payload: bytes) -> bool:
    """Whether the payload is read as an XLSX workbook."""
    return feed.rows is None and payload.startswith(_ZIP)


def mask(feed: Feed, payload: bytes) -> tuple[bytes, int]:
    """The payload with its BSN-like numbers masked, and how many.

    Raises UnreadableError for a workbook or JSON that cannot be read, and so not be masked.
    """
    if feed.rows is not None:
        try:
            return json_document.mask(payload)
        except table.TableError as error:
            raise UnreadableError(error.code) from error
    if is_workbook(feed, payload):
        # Reading it first, in a process with limits, proves that masking it here is safe.
        with read(feed, payload) as chunks:
            for _ in chunks:
                pass
        try:
            return bsn_workbook.mask_workbook(payload)
        except bsn_workbook.NotMaskedError as error:
            raise UnreadableError("workbook_limit") from error
    try:
        found = encoding.detect(payload, feed.dialect.encoding)
    except (encoding.UnreadableEncodingError, encoding.CutCharacterError, UnicodeDecodeError):
        return bsn.mask_bytes(payload, "latin-1")
    return bsn.mask_bytes(payload, found.codec)


def _of_documents(feed: Feed, documents: list[object]) -> Iterator[table.Chunk]:
    """The rows that the feed makes of its documents, with the columns it declares, in chunks."""
    names = (*feed.required, *feed.optional)
    schema = {"line": pl.Int64(), **dict.fromkeys(names, pl.String())}
    rows = enumerate(feed.rows(documents) if feed.rows else (), start=1)
    while some := list(islice(rows, table.CHUNK_ROWS)):
        cells = [{"line": line, **{name: row.get(name) for name in names}} for line, row in some]
        yield table.Chunk(pl.DataFrame(cells, schema=schema, orient="row"), [])
