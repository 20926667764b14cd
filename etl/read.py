"""The bytes of a delivery as a table of text, whichever of the two forms it came in: delimited text or a workbook."""

from collections.abc import Iterator
from contextlib import contextmanager

from etl.feed import Feed
from etl.text import bsn, bsn_workbook, encoding, table, workbook

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
        if payload.startswith(_ZIP):
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


def mask(feed: Feed, payload: bytes) -> tuple[bytes, int]:
    """The payload with its BSN-like numbers masked, and how many.

    Raises UnreadableError for a workbook that cannot be read, and so not be masked.
    """
    if payload.startswith(_ZIP):
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
