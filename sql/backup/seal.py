"""Sealing: streams encrypted piece by piece, so that no file is ever whole in memory and no change goes unseen.

Each piece is AES-256-GCM under a key of its own file (HKDF over the given key and a random salt). The number of the
piece and whether it is the last are in its nonce, and the name of the file is part of what is proved: a piece that was
changed, moved, left out or put into another file is refused, and so is a file that was cut off.
"""

import hashlib
import hmac
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sql.errors import DatabaseError

PIECE = 256 * 1024  # bytes in clear; a sealed piece is 16 longer
_MAGIC = b"transferpunt-1\n"
_SALT = 32
_ID = 8


class SealBroken(DatabaseError):  # noqa: N818 - reads as what the user is told
    """What was read is not what was sealed, or the key is another one."""


@dataclass(frozen=True)
class Keys:
    """Texts of 32 characters or more: the first seals, all of them open. None: nothing is sealed."""

    texts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Keys({len(self.texts)})"  # never the keys themselves


def sealed(clear: Iterable[bytes], keys: Keys, name: str) -> Iterator[bytes]:
    """The stream as it is stored under this name: encrypted, or as it is where there is no key."""
    if not keys.texts:
        yield from clear
        return
    key, salt = keys.texts[0], os.urandom(_SALT)
    header = _MAGIC + _id(key) + salt
    yield header
    cipher, number = AESGCM(_derived(key, salt)), 0
    waiting = b""
    for piece in _pieces(clear, PIECE):
        if waiting:
            yield cipher.encrypt(_nonce(number, is_last=False), waiting, header + name.encode())
            number += 1
        waiting = piece
    yield cipher.encrypt(_nonce(number, is_last=True), waiting, header + name.encode())


def opened(stored: Iterable[bytes], keys: Keys, name: str, *, is_sealed: bool) -> Iterator[bytes]:
    """The clear stream of what is stored under this name. Raises SealBroken, at the latest with the last piece."""
    if not is_sealed:
        yield from stored
        return
    source = Pipe(stored)
    header = source.read(len(_MAGIC) + _ID + _SALT)
    magic, wanted, salt = header[: len(_MAGIC)], header[len(_MAGIC) : -_SALT], header[-_SALT:]
    if magic != _MAGIC or len(header) != len(_MAGIC) + _ID + _SALT:
        raise SealBroken(f"{name} is no sealed file of this product.")
    key = next((text for text in keys.texts if hmac.compare_digest(_id(text), wanted)), None)
    if key is None:
        raise SealBroken(f"{name} was sealed with another key: put that one into TRANSFERPUNT_BACKUP_KEY as well.")
    cipher, number = AESGCM(_derived(key, salt)), 0
    piece = source.read(PIECE + 16)
    while piece:
        following = source.read(PIECE + 16)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), piece, header + name.encode())
        except InvalidTag as error:
            raise SealBroken(f"{name} was changed, cut off or put in another's place after it was sealed.") from error
        piece, number = following, number + 1
    if number == 0:
        raise SealBroken(f"{name} was cut off after it was sealed.")


def mark(text: bytes, keys: Keys) -> str:
    """A proof in hex that whoever wrote this had the first key; empty without keys."""
    return hmac.new(_derived(keys.texts[0], b"mark"), text, hashlib.sha256).hexdigest() if keys.texts else ""


def is_marked(text: bytes, given: str, keys: Keys) -> bool:
    """Whether one of the keys made this mark."""
    return any(hmac.compare_digest(mark(text, Keys((key,))), given) for key in keys.texts)


class Pipe(io.RawIOBase):
    """A stream of pieces as a file to read from, for what wants one (tarfile)."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._waiting = iter(pieces), bytearray()

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Exactly so many bytes, fewer only at the end."""
        while size < 0 or len(self._waiting) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._waiting += piece
        size = len(self._waiting) if size < 0 else size
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken


def _pieces(stream: Iterable[bytes], size: int) -> Iterator[bytes]:
    source = Pipe(stream)
    while piece := source.read(size):
        yield piece


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _derived(key: str, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, b"transferpunt backup").derive(key.encode())


def _id(key: str) -> bytes:
    return HKDF(SHA256(), _ID, None, b"transferpunt backup, which key").derive(key.encode())
