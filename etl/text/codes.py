"""Codes of registers: AGB, KvK, vestiging, postcode. Always text: a number loses its leading zero."""

import re
from typing import Literal, NamedTuple

AGB_PATTERN = r"^[0-9]{8}$"
LOST_ZERO_PATTERN = r"^[0-9]{7}$"
KVK_PATTERN = r"^[0-9]{8}$"
VESTIGING_PATTERN = r"^[0-9]{12}$"

_POSTCODE = re.compile(r"([1-9][0-9]{3})(?: ?([A-Za-z]{2}))?")
_NEVER_ISSUED = frozenset({"SA", "SD", "SS"})  # pairs of letters that no Dutch postcode has
_NOTHING = frozenset({"", "-", "?", "na", "n.v.t.", "nvt", "onbekend", "geen"})
_SPREADSHEET_NUMBER = re.compile(r"([0-9]+)\.0")

Reason = Literal[
    "agb_missing", "agb_lost_zero", "agb_not_8_digits", "kvk_missing", "kvk_not_8_digits",
    "vestiging_missing", "vestiging_not_12_digits", "postcode_missing", "postcode_malformed",
]  # fmt: skip


class Code(NamedTuple):
    """A code as text, or the reason why there is none; exactly one of the two is None."""

    value: str | None
    reason: Reason | None


class Postcode(NamedTuple):
    """The four digits, the whole `1234AB` when the letters were given, or the reason why there is none."""

    pc4: str | None
    pc6: str | None
    reason: Reason | None


def parse_agb(text: str) -> Code:
    """An AGB code of a live delivery: eight digits. Seven are refused as `agb_lost_zero`: the sender must mend that."""
    return _agb(text.strip())


def restore_agb(text: str) -> Code:
    """An AGB code of a file that passed through a spreadsheet: `6290832`, `6290832.0` and `06290832 ` are one code.

    One zero can be lost and no more, since the kinds of practitioner (the first two digits) start at 01.
    """
    stripped = text.strip()
    if number := _SPREADSHEET_NUMBER.fullmatch(stripped):
        stripped = number[1]
    if re.fullmatch(LOST_ZERO_PATTERN, stripped):
        stripped = f"0{stripped}"
    return _agb(stripped)


def parse_kvk(text: str) -> Code:
    """A number of the trade register: eight digits."""
    return _digits(text.strip(), KVK_PATTERN, "kvk_missing", "kvk_not_8_digits")


def parse_vestiging(text: str) -> Code:
    """A number of an establishment in the trade register: twelve digits."""
    return _digits(text.strip(), VESTIGING_PATTERN, "vestiging_missing", "vestiging_not_12_digits")


def parse_postcode(text: str) -> Postcode:
    """`1234 AB`, `1234ab` or `1234`; the first digit is never 0 and SA, SD and SS are never issued."""
    stripped = text.strip()
    if stripped.lower() in _NOTHING:
        return Postcode(None, None, "postcode_missing")
    found = _POSTCODE.fullmatch(stripped)
    letters = found[2].upper() if found and found[2] else None
    if found is None or letters in _NEVER_ISSUED:
        return Postcode(None, None, "postcode_malformed")
    return Postcode(found[1], f"{found[1]}{letters}" if letters else None, None)


def _agb(stripped: str) -> Code:
    if re.fullmatch(LOST_ZERO_PATTERN, stripped):
        return Code(None, "agb_lost_zero")
    return _digits(stripped, AGB_PATTERN, "agb_missing", "agb_not_8_digits")


def _digits(stripped: str, pattern: str, missing: Reason, wrong: Reason) -> Code:
    if stripped.lower() in _NOTHING:
        return Code(None, missing)
    # strip() took every newline away, so that `$` can only match at the end.
    return Code(stripped, None) if re.fullmatch(pattern, stripped) else Code(None, wrong)
