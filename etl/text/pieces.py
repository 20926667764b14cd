"""Bytes of any size, looked at in pieces, so that a large delivery never stands in memory whole."""

import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

PIECE = 1 << 20
Source = bytes | BinaryIO  # what is read: bytes, or a file that can be read again from its start


def as_file(source: Source) -> BinaryIO:
    """The source as a file, at its start."""
    if isinstance(source, bytes):
        return io.BytesIO(source)
    source.seek(0)
    return source


class _Spooled(tempfile.SpooledTemporaryFile[bytes]):
    """Closes itself when nobody holds it any more: what is handed on has no one place where that could be done."""

    def __del__(self) -> None:
        self.close()


def spooled() -> BinaryIO:
    """A file for what comes in: in memory while it is small, then on disk without a name, gone when it is let go."""
    return cast("BinaryIO", _Spooled(max_size=8 * PIECE))


def size(source: Source) -> int:
    """How many bytes there are."""
    return len(source) if isinstance(source, bytes) else source.seek(0, io.SEEK_END)


def pieces(source: Source, start: int = 0) -> Iterator[bytes]:
    """The bytes from `start` on, a piece at a time."""
    file = as_file(source)
    file.seek(start)
    while piece := file.read(PIECE):
        yield piece


def even(uneven: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of equal size; only the last can be shorter."""
    held = b""
    for piece in uneven:
        held += piece
        while len(held) >= PIECE:
            yield held[:PIECE]
            held = held[PIECE:]
    if held:
        yield held
