"""BSN-like numbers in workbooks: masked in every way a cell can hold one, and still readable afterwards."""

import io
import zipfile
from collections.abc import Callable

import pytest

from etl.text.bsn import MASK, contains_bsn
from etl.text.bsn_workbook import MAX_PART, NotMaskedError, mask_workbook
from etl.text.workbook import read_workbook
from tests.etl.text.workbooks import SHEET, changed, workbook

PLAIN = workbook([["a", "b"], ["tekst", 4711]])
STRINGS = "xl/sharedStrings.xml"


def _cells(payload: bytes) -> list[str]:
    return [cell for chunk in read_workbook(payload).chunks for row in chunk.rows.rows() for cell in row[:-1]]


def _parts(payload: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _in_cell(cell: bytes) -> bytes:
    """The plain workbook with cell B2 replaced."""

    def change(xml: bytes) -> bytes:
        before, _, rest = xml.partition(b'<c r="B2"')
        return before + cell + rest.partition(b"</c>")[2]

    return changed(PLAIN, SHEET, change)


def test_workbook_without_a_bsn_stays_the_same_object() -> None:
    assert mask_workbook(PLAIN).payload is PLAIN


def test_shared_string_and_number_are_masked() -> None:
    payload = workbook([["a", "b", "c"], ["zie bsn 123.456.782 & bel", 123456782, "regulier"]])
    masked, count = mask_workbook(payload)
    assert count == 2
    assert _cells(masked) == [f"zie bsn {MASK} & bel", MASK, "regulier"]
    assert not any(b"123456782" in part or b"123.456.782" in part for part in _parts(masked).values())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b'<c r="B2"><v>123456782</v></c>', MASK),
        (b'<c r="B2" t="n" s="0"><v>1.23456782E8</v></c>', MASK),
        (b'<c r="B2" t="str"><v>010000008</v></c>', MASK),
        (b'<c r="B2" t="str"><f>"123456782"&amp;""</f><v>123456782</v></c>', MASK),
        (b'<c r="B2"><f>123456782*2</f><v>246913564</v></c>', "246913564"),
        (b'<c r="B2" t="inlineStr"><is><t>bel 111 222 333</t></is></c>', f"bel {MASK}"),
        (
            b'<c r="B2" t="inlineStr"><is><r><t>1234</t></r><r><t xml:space="preserve">56782 </t></r></is></c>',
            f"{MASK} ",
        ),
        (b'<c r="B2" t="inlineStr"><is><t>&#49;23456782 &lt;</t></is></c>', f"{MASK} <"),
    ],
)
def test_every_kind_of_cell_is_masked(cell: bytes, text: str) -> None:
    payload = _in_cell(cell)
    masked, count = mask_workbook(payload)
    assert count >= 1
    assert _cells(masked) == ["tekst", text]
    untouched = {name: part for name, part in _parts(payload).items() if name != SHEET}
    assert {name: part for name, part in _parts(masked).items() if name != SHEET} == untouched
    assert mask_workbook(masked).payload is masked


def test_masked_cell_is_refused_again_when_it_is_replayed() -> None:
    assert contains_bsn(_cells(mask_workbook(_in_cell(b'<c r="B2"><v>123456782</v></c>')).payload)[1])


def test_namespace_prefix_makes_no_difference() -> None:
    def prefixed(xml: bytes) -> bytes:
        for name in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
            for close in (b" ", b">"):
                xml = xml.replace(b"<" + name + close, b"<x:" + name + close)
            xml = xml.replace(b"</" + name + b">", b"</x:" + name + b">")
        return xml.replace(b"xmlns=", b"xmlns:x=")

    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row><row r="2"><c r="A2" s="0"/>'
        b'<c r="B2"><v>123456782</v></c></row></sheetData></worksheet>'
    )
    masked, count = mask_workbook(changed(PLAIN, SHEET, lambda _: prefixed(sheet)))
    assert count == 1
    assert _cells(masked) == ["", MASK]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda xml: xml.replace(b"<v>4711</v>", b"<v><![CDATA[123456782]]></v>")),
        (SHEET, lambda xml: xml.replace(b"<v>4711</v>", b"<v>1234<!-- -->56782</v>")),
        (SHEET, lambda xml: xml.decode().encode("utf-16")),
        ("xl/vbaProject.bin", lambda _: b"macro"),
        ("xl/media/beeld.bin", lambda _: bytes(MAX_PART + 1)),
    ],
)
def test_what_cannot_be_masked_surely_is_not_kept(part: str, change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(NotMaskedError):
        mask_workbook(changed(PLAIN, part, change))
