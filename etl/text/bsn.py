"""Numbers that look like a Dutch citizen service number (BSN): found and masked, never kept.

Like a BSN is: nine digits that pass the eleven test, standing alone, written plainly or in groups of 3.3.3 or 4.2.3
with dots or spaces between. One nine-digit number in eleven passes by chance; masking a few numbers too many is the
price of keeping none.
"""

import re
from typing import NamedTuple

MASK = "*********"

# Cells worth a closer look, for whole columns (polars `str.contains`): all that hold a BSN or a mask, and some more.
PREFILTER = r"\d{9}|\d{3,4}[. \x{a0}\x{202f}]\d{2,3}[. \x{a0}\x{202f}]\d{3}|\*{9}"

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_GAP = r"[. \u00a0\u202f]"  # no tab or newline: those part the cells of a table
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


def mask_bytes(payload: bytes, encoding: str) -> Masked:
    """A text file with its BSN-like numbers masked and every other byte as it was.

    encoding: the one it was read with: `utf-8`, `utf-16-le`, `utf-16-be`, or one with a byte per character. A byte
        order mark is part of the text and stays.
    """
    codec, errors = _ROUND_TRIP.get(encoding.lower(), _ONE_BYTE)
    whole = len(payload) - len(payload) % 2 if codec.startswith("utf-16") else len(payload)
    text, count = mask(payload[:whole].decode(codec, errors))
    return Masked(text.encode(codec, errors) + payload[whole:], count) if count else Masked(payload, 0)


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
