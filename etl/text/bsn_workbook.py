"""BSN-like numbers in an XLSX workbook, masked where its cells hold them; the rest of the workbook stays as it is.

Only the parts that a reader of cells uses are rewritten: the shared strings and the sheets. Comments, pivot caches,
pictures and document properties are never read by this program and are copied as they are.
"""

import io
import re
import zipfile
from html import escape, unescape

from etl.text import archive, bsn
from etl.text.table import TableError

MAX_PART = 64 << 20

_PART = re.compile(r"xl/(?:sharedstrings[^/]*|worksheets/[^/]*)\.xml")
_OPEN = r"<((?:[A-Za-z_][\w.-]*:)?){name}((?:\s[^<>]*)?)(?<!/)>"
_BLOCK = r"(.*?)</\1{name}\s*>"


def _element(name: str) -> re.Pattern[str]:
    """An element that is not empty, with or without a namespace prefix: (prefix, attributes, content)."""
    return re.compile((_OPEN + _BLOCK).format(name=name), re.DOTALL)


_STRING, _CELL, _TEXT, _VALUE, _FORMULA = (_element(name) for name in ("si", "c", "t", "v", "f"))
_TYPE = re.compile(r"""\st\s*=\s*["']([^"']*)["']""")


class NotMaskedError(ValueError):
    """The workbook cannot be masked (too large, broken, or XML that no spreadsheet program writes): do not keep it."""


def mask_workbook(payload: bytes) -> bsn.Masked:
    """The workbook with each BSN-like number in a cell replaced by the mask, or the original bytes when it has none.

    For a workbook that `read_workbook` could read: on broken XML it may take long.
    A number in a numeric cell makes that cell a text. A text in several formats keeps only the first of them.

    Raises: NotMaskedError for a part over 64 MiB unpacked, what `archive.check` refuses, and what cannot be read.
    """
    try:
        archive.check(payload)
        return _mask_parts(payload)
    except (TableError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise NotMaskedError(f"{type(error).__name__} while masking") from error


def _mask_parts(payload: bytes) -> bsn.Masked:
    packed = io.BytesIO()
    total = 0
    with zipfile.ZipFile(io.BytesIO(payload)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            if part.file_size > MAX_PART:
                raise NotMaskedError(f"a part of {part.file_size} bytes, at most {MAX_PART}")
            content = old.read(part)
            if _PART.fullmatch(part.filename.lower()):
                text, masked = _mask_part(content.decode("utf-8"))
                if masked:
                    content = text.encode("utf-8")
                    total += masked
            new.writestr(part, content)
    return bsn.Masked(packed.getvalue(), total) if total else bsn.Masked(payload, 0)


def _mask_part(xml: str) -> tuple[str, int]:
    if "<!" in xml:  # a comment or CDATA could hide what is looked for
        raise NotMaskedError("a part holds markup that no spreadsheet program writes")
    found = 0

    def string(block: re.Match[str]) -> str:
        nonlocal found
        masked, count = _mask_texts(block[0])
        found += count
        return masked

    def cell(block: re.Match[str]) -> str:
        nonlocal found
        masked, count = _mask_cell(block)
        found += count
        return masked

    return _CELL.sub(cell, _STRING.sub(string, xml)), found


def _mask_texts(block: str) -> tuple[str, int]:
    """A string in pieces: a number that runs over several is found in the whole, which then stands in the first."""
    whole = "".join(unescape(piece[3]) for piece in _TEXT.finditer(block))
    masked, count = bsn.mask(whole)
    if not count:
        return block, 0
    contents = iter([escape(masked, quote=False)])
    return _TEXT.sub(lambda piece: f"<{piece[1]}t{piece[2]}>{next(contents, '')}</{piece[1]}t>", block), count


def _mask_cell(block: re.Match[str]) -> tuple[str, int]:
    content, found = _mask_texts(block[3])
    prefix, attributes = block[1], block[2]
    kind = _TYPE.search(attributes)
    value = _VALUE.search(content)
    if value and (kind is None or kind[1] not in ("s", "b", "e")):  # an index, a truth, an error
        text = unescape(value[3])
        masked, count = bsn.mask(_shown(text) if kind is None or kind[1] == "n" else text)
        if count:
            found += count
            content = f"{content[: value.start(3)]}{escape(masked, quote=False)}{content[value.end(3) :]}"
            attributes = f'{_TYPE.sub("", attributes)} t="str"'
    formula = _FORMULA.search(content)
    if formula and bsn.contains_bsn(unescape(formula[3])):
        found += 1
        content = f"{content[: formula.start()]}{content[formula.end() :]}"  # its value stays
    if not found:
        return block[0], 0
    return f"<{prefix}c{attributes}>{content}</{prefix}c>", found


def _shown(number: str) -> str:
    """A number as a cell shows it: `1.23456782E8` is 123456782."""
    try:
        value = float(number)
    except ValueError:
        return number
    return f"{value:.0f}" if value.is_integer() else number
