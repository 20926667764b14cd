"""Numbers that look like a Dutch citizen service number (BSN): found and masked, never kept.

Like a BSN is: nine digits that pass the eleven test, standing alone, written plainly or in groups of 3.3.3 or 4.2.3
with dots or spaces between. One nine-digit number in eleven passes by chance; masking a few numbers too many is the
price of keeping none.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MASK = "*********"

# Cells worth a closer look, for whole columns (polars `str.contains`): all that hold a BSN or a mask, and some more.
PREFILTER = r"\d{9}|\d{3,4}[. \x{a0}\x{202f}]\d{2,3}[. \x{a0}\x{202f}]\d{3}|\*{9}"

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_GAP = r"[. \u00a0\u202f]"  # no tab or newline: those part the cells of a table
_GAPS = ". \u00a0\u202f"
_RUN = re.compile(r"[\d. \u00a0\u202f]{9,}+")  # \d knows the digits of every script
# A look-ahead, so that of "111 222 333 444" also the last three groups are weighed.
_CANDIDATE = re.compile(
    rf"(?<!\d)(?=(\d{{9}}(?!\d)|\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}(?!\d)|\d{{4}}{_GAP}\d{{2}}{_GAP}\d{{3}}(?!\d)))"
)

# Decoded so that every byte comes back as it was, also where the text is not valid in its own encoding.
_ROUND_TRIP = {
    "utf-8": ("utf-8", "surrogateescape"),
    "utf-16-le": ("utf-16-le", "surrogatepass"),
    "utf-16-be": ("utf-16-be", "surrogatepass"),
}
_ONE_BYTE = ("latin-1", "strict")  # cp1252 has the same digits, dots and spaces
_LONGEST_RUN = 4 << 20  # characters of nothing but digits and gaps: no cell is as long


class Masked(NamedTuple):
    """A payload without BSN-like numbers, and how many were masked; the original bytes when that is none."""

    payload: bytes
    masked: int


def contains_bsn(text: str) -> bool:
    """Does the text hold a BSN-like number, or the mask of one (a masked cell that is read again)?"""
    return MASK in text or bool(spans(text))


def mask(data: str) -> tuple[str, int]:
    """The text with each BSN-like number replaced by MASK, and how many were."""
    found = spans(data)
    kept_from = [0, *(end for _, end in found)]
    kept_to = [*(start for start, _ in found), len(data)]
    return MASK.join(data[start:end] for start, end in zip(kept_from, kept_to, strict=True)), len(found)


def mask_pieces(pieces: Iterable[bytes], encoding: str) -> Iterator[Masked]:
    """A text file in pieces, with its BSN-like numbers masked and every other byte as it was; cut elsewhere.

    encoding: the one it was read with: `utf-8`, `utf-16-le`, `utf-16-be`, or one with a byte per character. A byte
        order mark is part of the text and stays.
    A run of digits and gaps that is longer than any cell is masked whole: it is never held to be weighed.
    """
    codec, errors = _ROUND_TRIP.get(encoding.lower(), _ONE_BYTE)
    decoder = codecs.getincrementaldecoder(codec)(errors)
    text, half = "", b""
    for piece in pieces:
        whole = half + piece
        half = whole[len(whole) - len(whole) % 2 :] if codec.startswith("utf-16") else b""
        text += decoder.decode(whole[: len(whole) - len(half)])
        end = _end_of_last_run(text)
        if end == 0 and len(text) > _LONGEST_RUN:
            yield Masked(MASK.encode(codec), 1)
            text = ""
        else:
            cleaned, count = mask(text[:end])
            yield Masked(cleaned.encode(codec, errors), count)
            text = text[end:]
    cleaned, count = mask(text + decoder.decode(b"", final=True))
    yield Masked(cleaned.encode(codec, errors) + half, count)


def _end_of_last_run(text: str) -> int:
    """The place up to which no number can go on in what follows: after the last character that is in none."""
    end = len(text)
    while end and (text[end - 1].isdecimal() or text[end - 1] in _GAPS):
        end -= 1
    return end


def spans(text: str) -> list[tuple[int, int]]:
    """Where the BSN-like numbers stand, as (start, end), in order; numbers that overlap are one."""
    merged: list[tuple[int, int]] = []
    for candidate in (found for run in _RUN.finditer(text) for found in _CANDIDATE.finditer(text, *run.span())):
        start, end = candidate.span(1)
        if not _passes(candidate[1]):
            continue
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _passes(written: str) -> bool:
    digits = [int(character) for character in written if character.isdigit()]
    return any(digits) and sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
