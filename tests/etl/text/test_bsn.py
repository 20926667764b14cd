"""BSN-like numbers are found, masked, and found again as a mask. The numbers here are made up to pass the test."""

import codecs
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.text.bsn import MASK, PREFILTER, contains_bsn, mask, mask_pieces, spans

PASSES = ["123456782", "111222333", "010000008", "999999990"]
WRITTEN = ["{}{}{}", "{}.{}.{}", "{} {} {}", "{}\u00a0{}\u00a0{}"]


def masked(payload: bytes, encoding: str, size: int = 1 << 20) -> tuple[bytes, int]:
    made = list(mask_pieces((payload[at : at + size] for at in range(0, len(payload), size)), encoding))
    return b"".join(piece.payload for piece in made), sum(piece.masked for piece in made)


def _grouped(number: str, form: str, first: int, second: int) -> str:
    return form.format(number[:first], number[first : first + second], number[first + second :])


@pytest.mark.parametrize("number", PASSES)
@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("groups", [(3, 3), (4, 2)])
@pytest.mark.parametrize("around", [("", ""), ("bsn:", "."), ("a", "b"), ("06-", ","), ("(", ")")])
def test_bsn_is_found_however_it_is_written(
    number: str, form: str, groups: tuple[int, int], around: tuple[str, str]
) -> None:
    before, after = around
    text = f"{before}{_grouped(number, form, *groups)}{after}"
    assert contains_bsn(text)
    assert mask(text) == (f"{before}{MASK}{after}", 1)
    assert re.search(PREFILTER.replace(r"\x{a0}", "\u00a0").replace(r"\x{202f}", "\u202f"), text)


@pytest.mark.parametrize(
    "text",
    [
        "", "123456789", "000000000", "000 000 000", "12345678", "1234567820", "0123456782", "12.345.678.2",
        "123-456-782", "123\n456\n782", "123\t456\t782", "123;456;782", "06290832", "********",
    ],
)  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not contains_bsn(text)
    assert mask(text) == (text, 0)


def test_every_group_of_a_longer_row_is_weighed() -> None:
    assert mask("999 111 222 333") == (f"999 {MASK}", 1)
    assert mask("123456782 en 111.222.333") == (f"{MASK} en {MASK}", 2)


def test_numbers_that_overlap_are_masked_as_one() -> None:
    overlapping = next(f"111 222 333 {last:03}" for last in range(1000) if len(spans(f"222 333 {last:03}")) == 1)
    assert mask(overlapping) == (MASK, 1)


def test_mask_counts_as_a_bsn_so_that_a_replayed_cell_is_refused_again() -> None:
    assert contains_bsn(mask("bsn 123456782")[0])
    assert mask(MASK) == (MASK, 0)


def test_prefilter_of_a_column_lets_no_bsn_or_mask_through() -> None:
    texts = ["x 123456782", "123.456.782", "1234 56 782", "123\u00a0456\u00a0782", MASK, "geen", "06290832", None]
    assert pl.Series(texts).str.contains(PREFILTER).to_list() == [True, True, True, True, True, False, False, None]


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-8", codecs.BOM_UTF8), ("utf-8", b""), ("cp1252", b""), ("latin-1", b""),
     ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)],
)  # fmt: skip
def test_only_the_number_changes_in_a_kept_file(encoding: str, bom: bytes) -> None:
    before, after = 'naam;opmerking\r\nZorg één;"zie ', ' en bel"\n'
    payload = bom + f"{before}123 456 782{after}".encode(encoding)
    expected = bom + f"{before}{MASK}{after}".encode(encoding)
    assert masked(payload, encoding) == (expected, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le"])
def test_a_number_is_found_wherever_the_pieces_part_it(encoding: str) -> None:
    text = "één 123456782; 123.456.782 en 1234 56 782, 987654321\n"
    payload, expected = text.encode(encoding), masked(text.encode(encoding), encoding)
    assert expected[1] == 3
    for size in range(1, len(payload)):
        assert masked(payload, encoding, size) == expected


def test_a_run_longer_than_any_cell_is_masked_and_not_held() -> None:
    run = b"1 " * (1 << 20)
    made = list(mask_pieces([b"a;", run, run, run, b"9;b\n"], "utf-8"))
    assert b"".join(piece.payload for piece in made) == b"a;" + MASK.encode() + b"9;b\n"
    assert sum(piece.masked for piece in made) == 1


@given(st.binary(), st.binary(), st.sampled_from(["utf-8", "cp1252", "utf-16-le", "utf-16-be"]))
def test_bytes_around_a_number_survive_even_where_they_are_no_text(head: bytes, tail: bytes, encoding: str) -> None:
    head += len(head) % 2 * b"x"  # a whole number of UTF-16 units
    number, hidden = (f" :{text}: ".encode(encoding) for text in ("123456782", MASK))
    payload, count = masked(head + number + tail, encoding)
    assert count >= 1
    if count == 1:
        assert payload == head + hidden + tail


@given(st.text())
def test_masked_text_holds_no_number_any_more(text: str) -> None:
    masked, count = mask(text)
    assert spans(masked) == []
    assert (count > 0) == bool(spans(text))
