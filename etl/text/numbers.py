"""Numbers as a delivery may write them. Strict: what is not plainly a number is none.

The patterns are there for whole columns (polars `str.contains`); they mean the same in Python and in Rust, where
`$` matches at the very end only. The functions use `fullmatch`, because Python's `$` also matches before a newline.
"""

import re

COUNT_PATTERN = r"^[0-9]{1,4}$"
DECIMAL_PATTERN = r"^[0-9]{1,3}([.,][0-9]{1,2})?$"

_COUNT = re.compile(COUNT_PATTERN)
_DECIMAL = re.compile(DECIMAL_PATTERN)


def parse_count(text: str) -> int | None:
    """A count of 0 to 9999 written in plain digits; None for a sign, a space, a separator, `1e9`, `NaN`."""
    return int(text) if _COUNT.fullmatch(text) else None


def parse_decimal(text: str) -> float | None:
    """A number of weeks such as `3`, `2,5` or `2.5`, below 1000 and at most two decimals; None otherwise."""
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None
