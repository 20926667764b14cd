"""The addresses of a location and of the origin of its figures, both ways: docs/links.md names their parameters."""

from urllib.parse import urlencode

PATH = "/vestiging"
_LONGEST = 15  # digits; a larger number is none of ours


def location_path(location: int) -> str:
    """/vestiging/12"""
    return f"{PATH}/{location}"


def origin_path(location: int, kind: str, **keys: object) -> str:
    """/vestiging/12/herkomst?soort=plekken&aanbod=3. kind: plekken, criterium, stop, wachttijd or eigen."""
    return f"{PATH}/{location}/herkomst?{urlencode({'soort': kind, **keys})}"


def number_in(text: object) -> int | None:
    """The number that a part of an address says; None when it says none. Only the digits 0 to 9 count."""
    said = str(text)
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _LONGEST else None
