"""What is refused from the table of contents of a workbook alone."""

import io
import struct
import warnings
import zipfile

import pytest

from etl.text.archive import ArchiveLimits, check
from etl.text.table import TableError
from tests.etl.text.workbooks import SHEET, changed, workbook

DEFAULT = ArchiveLimits()
PLAIN = workbook([["a", "b"], [1, 2]])


def _zip(names: list[str]) -> bytes:
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")  # zipfile warns of the double name that is wanted here
        for name in names:
            archive.writestr(name, b"<a/>")
    return packed.getvalue()


def _locked(payload: bytes) -> bytes:
    """The same archive with the flag of a password on each part of its table of contents."""
    entry = b"PK\x01\x02"
    pieces = payload.split(entry)
    return pieces[0] + b"".join(entry + piece[:4] + struct.pack("<H", 1) + piece[6:] for piece in pieces[1:])


def _code(payload: bytes, limits: ArchiveLimits = DEFAULT) -> str:
    with pytest.raises(TableError) as refused:
        check(payload, limits)
    return refused.value.code


def test_ordinary_workbook_passes() -> None:
    check(PLAIN)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"a;b\n1;2\n",
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500),
        _zip(["brief.txt"]),
        _zip(["[Content_Types].xml", "word/document.xml"]),
        _zip(["[Content_Types].xml", "xl/workbook.xml", "xl/workbook.xml"]),
        _zip(["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"]),
        _zip(["[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"]),
        _locked(PLAIN),
        PLAIN[: len(PLAIN) // 2],
    ],
)
def test_what_is_no_workbook_is_refused(payload: bytes) -> None:
    assert _code(payload) == "not_a_workbook"


def test_claims_that_go_too_far_are_refused() -> None:
    dense = changed(PLAIN, SHEET, lambda xml: xml + b" " * (2 << 20))
    assert _code(dense) == "workbook_too_large"
    check(changed(PLAIN, SHEET, lambda xml: xml + b" " * (1 << 19)))
    assert _code(PLAIN, ArchiveLimits(max_bytes=100)) == "workbook_too_large"
    assert _code(PLAIN, ArchiveLimits(max_total=100)) == "workbook_too_large"
    assert _code(_zip(["[Content_Types].xml", *(f"xl/{n}.xml" for n in range(200))])) == "workbook_too_large"
