"""Encodings, found from all bytes of a file."""

import codecs

import pytest

from etl.text.encoding import CutCharacterError, Encoding, UnreadableEncodingError, detect

TEXT = "naam;weken\nZorg één;3\n"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (TEXT.encode("utf-8"), ("utf-8", 0)),
        (b"naam;weken\n", ("utf-8", 0)),
        (codecs.BOM_UTF8 + TEXT.encode("utf-8"), ("utf-8", 3)),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), ("utf-16-le", 2)),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), ("utf-16-be", 2)),
        (TEXT.encode("cp1252"), ("cp1252", 0)),
        ("prijs € 3".encode("cp1252"), ("cp1252", 0)),
        (b"een byte die cp1252 niet kent: \x81", ("latin-1", 0)),
        ("caf\u00e9".encode("cp1252"), ("cp1252", 0)),
    ],
)
def test_encoding_is_found(payload: bytes, expected: tuple[str, int]) -> None:
    found = detect(payload)
    assert found == expected


def test_mark_outranks_what_is_declared_and_that_outranks_a_guess() -> None:
    assert detect(codecs.BOM_UTF8 + b"a", "cp1252") == Encoding("utf-8", 3)
    assert detect(TEXT.encode("utf-8"), "cp1252") == Encoding("cp1252", 0)
    with pytest.raises(UnicodeDecodeError):
        detect(TEXT.encode("cp1252"), "utf-8")


@pytest.mark.parametrize(
    "payload", [TEXT.encode("utf-16-le"), b"a\0b", codecs.BOM_UTF16_LE + "a\0".encode("utf-16-le")]
)
def test_nul_characters_are_refused(payload: bytes) -> None:
    with pytest.raises(UnreadableEncodingError):
        detect(payload)


@pytest.mark.parametrize("payload", ["één café".encode()[:-1], codecs.BOM_UTF16_LE + "één".encode("utf-16-le")[:-1]])
def test_file_that_ends_within_a_character_is_cut(payload: bytes) -> None:
    with pytest.raises(CutCharacterError):
        detect(payload)


def test_all_of_a_large_file_is_looked_at() -> None:
    assert detect(b"a" * (3 << 20) + b"\xe9\n").codec == "cp1252"
    assert detect(("a" * ((1 << 20) - 1) + "é" + "a" * 10).encode()).codec == "utf-8"
