"""Delimited text becomes text cells with line numbers, or is refused with a code."""

import codecs
import itertools
import tracemalloc
from pathlib import Path

import polars as pl
import pytest

from etl.text.bsn import MASK
from etl.text.table import CHUNK_ROWS, EXCERPT, MAX_CELL, Ragged, Table, TableError, read_csv


def _rows(table: Table) -> list[tuple[object, ...]]:
    return [row for chunk in table.chunks for row in chunk.rows.rows()]


def _ragged(table: Table) -> list[Ragged]:
    return [row for chunk in table.chunks for row in chunk.ragged]


def _refusal(payload: bytes, **options: str) -> str:
    with pytest.raises(TableError) as refused:
        list(read_csv(payload, declared_encoding=options.get("encoding"), separator=options.get("separator")).chunks)
    return refused.value.code


ENCODINGS = [
    ("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("cp1252", b""),
    ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "separator", "newline", "quote"),
    list(itertools.product(ENCODINGS, [",", ";", "\t"], ["\n", "\r\n", "\r"], ["", '"'])),
)
def test_every_dialect_gives_the_same_table(
    encoding: tuple[str, bytes], separator: str, newline: str, quote: str
) -> None:
    codec, bom = encoding
    lines = [[" naam ", "weken"], ["Zorg één €", "3"], ["de Linde", "2.5"]]
    text = newline.join(separator.join(f"{quote}{cell}{quote}" for cell in line) for line in lines) + newline
    table = read_csv(bom + text.encode(codec))
    assert (table.header, table.encoding, table.separator) == (("naam", "weken"), codec, separator)
    (chunk,) = table.chunks
    assert chunk.rows.schema == {"naam": pl.String, "weken": pl.String, "line": pl.Int64}
    assert chunk.rows.rows() == [("Zorg één €", "3", 2), ("de Linde", "2.5", 3)]
    assert chunk.ragged == []


def test_declared_dialect_is_followed() -> None:
    table = read_csv("a|b,c\né|2\n".encode("cp1252"), declared_encoding="latin-1", separator="|")
    assert (table.header, table.encoding, table.separator) == (("a", "b,c"), "latin-1", "|")
    assert _rows(table) == [("é", "2", 2)]


def test_separator_is_found_outside_quotes() -> None:
    assert read_csv(b'"a,b,c,d";e\n1;2\n').header == ("a,b,c,d", "e")


def test_line_is_where_a_record_starts() -> None:
    table = read_csv(b'a;b\n\n"een\ntwee\r\ndrie";1\n;\n2;2\n')
    assert _rows(table) == [("een\ntwee\r\ndrie", "1", 3), ("2", "2", 7)]


def test_cells_stay_as_they_were_written() -> None:
    assert _rows(read_csv(b'a;b\n 06290832 ;" ""x"" "\n')) == [(" 06290832 ", ' "x" ', 2)]


def test_rows_that_do_not_fit_stand_apart_with_their_line() -> None:
    table = read_csv(b'a;b\n1;2\n3\n4;5;6\n"x"y;7\n8;9\n')
    (chunk,) = table.chunks
    assert chunk.rows.rows() == [("1", "2", 2), ("8", "9", 6)]
    assert chunk.ragged == [(3, "3"), (4, "4;5;6"), (5, '"x"y;7\n')]


def test_excerpt_is_short_and_holds_no_bsn() -> None:
    payload = b"a;b\nbsn 123456782;2;3\n" + b"x" * 10_000 + b"\n"
    first, second = _ragged(read_csv(payload))
    assert first == (2, f"bsn {MASK};2;3")
    assert len(second.excerpt) == EXCERPT


def test_column_without_a_name_is_called_by_its_place() -> None:
    assert read_csv(b'"";x;\n1;2;3\n').header == ("column_1", "x", "column_3")


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "empty_file"),
        (b"\n  \r\n\n", "empty_file"),
        (codecs.BOM_UTF8, "empty_file"),
        (b"<!DOCTYPE html><html><body>Inloggen</body></html>", "html_page"),
        (b"\n  <html>\n", "html_page"),
        (codecs.BOM_UTF16_LE + "<html>".encode("utf-16-le"), "html_page"),
        (b"Even niet bereikbaar\nprobeer later\n", "not_a_table"),
        (b"a;a\n1;2\n", "not_a_table"),
        (b"a; a \n1;2\n", "not_a_table"),
        (b"a;line\n1;2\n", "not_a_table"),
        (b'"a"x;b\n1;2\n', "not_a_table"),
        (b";".join([b"k"] * 1001) + b"\n", "not_a_table"),
        (b"a;b\n", "no_rows"),
        (b"a;b\n;\n\n", "no_rows"),
        (b"a;b\n1;2\n3", "cut_off"),
        (b'a;b\n1;2\n"3;4', "cut_off"),
        (b'a;b\n1;2\n"3;4\n5;6\n', "cut_off"),
        (b'a;b\n1;2\n"3"4', "cut_off"),
        ("a;b\né;één".encode() + b"\xc3", "cut_off"),
        (b'a;b\n1;2\n"' + b"x" * (MAX_CELL + 10) + b'";3\n', "cut_off"),
        (b"a\0;b\n", "unreadable_encoding"),
        ("a;b\n1;2\n".encode("utf-16-le"), "unreadable_encoding"),
        (codecs.BOM_UTF8 + b"a;b\n\xe9;1\n", "unreadable_encoding"),
        (b"PK\x03\x04\x14\x00\x06\x00", "unreadable_encoding"),
    ],
)
def test_file_that_is_no_table_is_refused_with_a_code(payload: bytes, code: str) -> None:
    assert _refusal(payload) == code


def test_declaration_that_does_not_hold_is_refused() -> None:
    assert _refusal(b"a;b\n\xe9;1\n", encoding="utf-8") == "unreadable_encoding"
    assert _refusal(b"a;b\n1;2\n", separator=",") == "not_a_table"


def test_too_large_a_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(TableError) as refused:
        read_csv(b"a;b\n1;2\n", max_bytes=7)
    assert refused.value.code == "too_large"
    assert refused.value.permanent


def test_last_line_may_lack_its_newline_when_it_is_whole() -> None:
    assert _rows(read_csv(b"a;b\n1;2\n3;4")) == [("1", "2", 2), ("3", "4", 3)]


def test_short_last_line_with_a_newline_is_one_bad_row() -> None:
    assert _ragged(read_csv(b"a;b\n1;2\n3\n")) == [(3, "3")]


def test_large_cell_is_a_row_like_another() -> None:
    assert len(str(_rows(read_csv(b"a;b\n1;" + b"x" * (1 << 20) + b"\n2;3\n"))[0][1])) == 1 << 20


def test_large_file_comes_in_chunks_and_never_as_a_whole() -> None:
    count = 4 * CHUNK_ROWS + 1
    lines = [f"0629{n:04};regulier;{n};zorg;plaats {n};tekst" for n in range(count)]
    payload = ("\n".join(["a;b;c;d;e;f", *lines]) + "\n").encode()
    heights, firsts = [], []
    tracemalloc.start()
    try:
        for chunk in read_csv(payload).chunks:
            heights.append(chunk.rows.height)
            firsts.append(chunk.rows["line"][0])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert heights == [CHUNK_ROWS] * 4 + [1]
    assert firsts == [2 + n * CHUNK_ROWS for n in range(5)]
    assert peak < 12 << 20  # all of it as Python strings takes twice that


def test_real_delivery_of_2016_is_read_whole(shared_data: Path) -> None:
    payload = (shared_data / "nza_2016" / "brondata_wachttijden_ggz_2016.csv").read_bytes()
    table = read_csv(payload)
    chunks = list(table.chunks)
    assert (len(table.header), table.encoding, table.separator) == (32, "cp1252", ";")
    assert sum(chunk.rows.height for chunk in chunks) == 2578
    assert [row for chunk in chunks for row in chunk.ragged] == []
    assert chunks[0].rows["line"][0] == 2
