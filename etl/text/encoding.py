"""In which encoding a text file is written: found from its bytes, all of them, before a single row is believed."""

import codecs
from typing import NamedTuple

from etl.text.pieces import Source, as_file, pieces

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Encoding(NamedTuple):
    """A codec that reads the whole file, and the length in bytes of the byte order mark before the text."""

    codec: str
    bom_length: int


class UnreadableEncodingError(ValueError):
    """The file is not text in an encoding that is read here."""


class CutCharacterError(ValueError):
    """The file ends in the middle of a character."""


def detect(payload: Source, declared: str | None = None) -> Encoding:
    """A byte order mark decides; else what the feed declares; else UTF-8 where all of it is valid; else cp1252.

    cp1252 leaves five bytes undefined: a file with one of those is latin-1. NUL characters are refused in every
    encoding (UTF-16 without its mark, or no text at all).

    Raises: UnreadableEncodingError; CutCharacterError for UTF-8 whose last character is incomplete.
    """
    head = as_file(payload).read(3)
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return Encoding(_readable(payload, codec, len(bom)), len(bom))
    if declared is not None:
        return Encoding(_readable(payload, declared, 0), 0)
    for codec in ("utf-8", "cp1252", "latin-1"):
        try:
            return Encoding(_readable(payload, codec, 0), 0)
        except UnicodeDecodeError:
            continue
    raise UnreadableEncodingError("no encoding fits")


def _readable(payload: Source, codec: str, start: int) -> str:
    """The codec, when it reads all of the payload."""
    decoder = codecs.getincrementaldecoder(codec)()
    is_plain_ascii = True
    for piece in pieces(payload, start):
        text = decoder.decode(piece)
        is_plain_ascii = is_plain_ascii and text.isascii()
        if "\0" in text:
            raise UnreadableEncodingError("it holds NUL characters")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # A lone "é" of cp1252 at the very end looks the same, but then nothing before it was UTF-8 beyond ASCII.
        if is_plain_ascii and codec == "utf-8":
            raise
        raise CutCharacterError from error
    return codec
