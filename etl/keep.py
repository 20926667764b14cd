"""Keeping what came in: the bytes in chunks, before anything is read from them, and giving them back as a file."""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import Connection

from etl.errors import PassingFetchError
from etl.feed import Feed
from etl.read import UnreadableError, mask
from etl.text import pieces
from etl.text.bsn import Masked
from sql import call

_CHUNK = pieces.PIECE  # one large value costs twice the whole load


def keep(
    connection: Connection,
    feed: Feed,
    source: str,
    payload: pieces.Source,
    *,
    file_name: str,
    at: datetime,
    delivered_at: datetime,
) -> int:
    """Store a payload, BSN-like numbers masked, and give back its delivery number. The hash is of the original.

    Of a workbook or JSON that cannot be read, and of a file that is too large, no bytes are kept, for nobody can say
    what is in them; loading it says why.

    Raises PassingFetchError for a file that changed while it was read: what was kept of it is to be rolled back.
    """
    file = pieces.as_file(payload)
    sha256 = _sha256(file)
    unreadable = None
    masked: Iterator[Masked] = iter(())
    try:
        masked = mask(feed, file)
    except UnreadableError as error:
        unreadable = error.code
    delivery: int = call.value(
        connection,
        "load.receive",
        source=source,
        feed=feed.code,
        file_name=file_name,
        received_at=at,
        delivered_at=delivered_at,
        sha256=sha256,
        size_bytes=pieces.size(file),
        masked_count=0,
        unreadable=unreadable,
    )
    found = _keep_chunks(connection, delivery, masked)
    if found:
        call.rows(connection, "load.note_masked", delivery=delivery, masked_count=found)
    if _sha256(file) != sha256:
        raise PassingFetchError("fetch_cut_off", f"{file_name} changed while it was read")
    return delivery


def kept(connection: Connection, delivery: int) -> BinaryIO:
    """The bytes of a delivery as they were kept, read as they are asked for; a replay's are those of what it replays.

    It reads on the connection, and no longer than the transaction lasts.
    """
    return io.BufferedReader(_Kept(connection, delivery), _CHUNK)


def is_kept(connection: Connection, delivery: int) -> bool:
    """Whether there are bytes of the delivery, or of what it replays."""
    return bool(call.value(connection, "load.kept_bytes", delivery=delivery))


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    for piece in pieces.pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def _keep_chunks(connection: Connection, delivery: int, masked: Iterator[Masked]) -> int:
    """Keep what is masked in chunks of equal size; how many numbers were masked."""
    found = 0

    def counted() -> Iterator[bytes]:
        nonlocal found
        for piece in masked:
            found += piece.masked
            yield piece.payload

    for number, chunk in enumerate(pieces.even(counted())):
        call.rows(connection, "load.keep_chunk", delivery=delivery, chunk_number=number, payload=chunk)
    return found


class _Kept(io.RawIOBase):
    """Kept chunks as a file that can be read from any place. All but the last are of the same size."""

    def __init__(self, connection: Connection, delivery: int) -> None:
        self._connection = connection
        self._delivery = delivery
        self._size: int = call.value(connection, "load.kept_bytes", delivery=delivery)
        self._place = 0
        self._held = (-1, b"")  # the chunk that was asked for last: a reader often looks at the beginning twice

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._place >= self._size:
            return 0
        number, within = divmod(self._place, _CHUNK)
        if self._held[0] != number:
            chunk = call.value(self._connection, "load.chunk", delivery=self._delivery, chunk_number=number)
            self._held = (number, bytes(chunk))
        some = self._held[1][within : within + len(buffer)]
        buffer[: len(some)] = some
        self._place += len(some)
        return len(some)
