"""JSON as sources send it, one document or a line each (NDJSON), read within limits and without citizen numbers.

A document is judged before anything is built from it: its size, and how many values its commas and brackets allow.
The parser itself stops at a depth of 1,024; ours is lower, and looked at without recursion.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import orjson

from etl.text import bsn
from etl.text.bsn import Masked
from etl.text.table import TableError

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n"
_TOO_DEEP = "depth limit"  # how orjson says so


@dataclass(frozen=True)
class Limits:
    """How large a payload may be: bytes, values (each costs some hundred bytes of memory), and nesting."""

    max_bytes: int = 64 << 20
    max_values: int = 3_000_000
    max_depth: int = 64


def load(payload: bytes, limits: Limits = Limits()) -> list[object]:
    """The documents of a payload: one, or one for each line that is not blank.

    Raises TableError: `empty_file`, `html_page`, `json_limit` (bytes, values, depth), `not_json`, and `cut_off` for
    NDJSON whose last line ends in the middle.
    """
    text = payload.removeprefix(_BOM).strip(_BLANK)
    if not text:
        raise TableError("empty_file", "nothing but blanks")
    if text.startswith(b"<"):
        raise TableError("html_page", "it starts as a web page or XML does")
    _check_size(text, limits)
    documents = _documents(text)
    for document in documents:
        _check_depth(document, limits.max_depth)
    return documents


def mask(payload: bytes) -> Masked:
    """The payload with every BSN-like text, whole number or name in it masked; as it came when there is none.

    Numbers are sought in what the text means, so that an escaped digit hides none. Raises TableError as load() does.
    """
    counted = 0

    def clean(text: str) -> str:
        nonlocal counted
        cleaned, found = bsn.mask(text)
        counted += found
        return cleaned

    documents = [_mapped(document, clean) for document in load(payload)]
    if not counted:
        return Masked(payload, 0)
    return Masked(b"\n".join(orjson.dumps(document) for document in documents), counted)


def _documents(text: bytes) -> list[object]:
    try:
        return [orjson.loads(text)]
    except orjson.JSONDecodeError as error:
        if _TOO_DEEP in str(error):
            raise TableError("json_limit", "deeper than the parser goes") from error
        lines = [line for line in text.split(b"\n") if line.strip(_BLANK)]
        if len(lines) == 1 or not lines[0].rstrip(_BLANK).endswith((b"}", b"]")):
            raise TableError("not_json", _place(error)) from error
    return list(_lines(lines))


def _lines(lines: list[bytes]) -> Iterator[object]:
    for number, line in enumerate(lines, start=1):
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError as error:
            if number == len(lines):
                raise TableError("cut_off", f"line {number}: {_place(error)}") from error
            raise TableError("not_json", f"line {number}: {_place(error)}") from error


def _place(error: orjson.JSONDecodeError) -> str:
    """Where it went wrong; the parser's own words can hold a piece of the text."""
    return f"line {error.lineno}, column {error.colno}"


def _check_size(text: bytes, limits: Limits) -> None:
    if len(text) > limits.max_bytes:
        raise TableError("json_limit", f"{len(text)} bytes, at most {limits.max_bytes}")
    values = sum(text.count(mark) for mark in (b",", b"[", b"{"))
    if values > limits.max_values:
        raise TableError("json_limit", f"room for {values} values, at most {limits.max_values}")


def _check_depth(document: object, most: int) -> None:
    level = [document]
    for _ in range(most):
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise TableError("json_limit", f"more than {most} levels in each other")


def _children(value: object) -> Iterator[object]:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (child for child in children if isinstance(child, dict | list))


def _mapped(value: object, clean: Callable[[str], str]) -> object:
    """The value with every text, name and whole number cleaned; as deep as load() allows, so recursion is safe."""
    if isinstance(value, dict):
        return {clean(name): _mapped(child, clean) for name, child in value.items()}
    if isinstance(value, list):
        return [_mapped(child, clean) for child in value]
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
        written = str(int(value))
        cleaned = clean(written)
        return value if cleaned == written else cleaned
    return value
