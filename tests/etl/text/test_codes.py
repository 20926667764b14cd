"""Codes of registers, with the damage that spreadsheets do to them."""

import pytest

from etl.text.codes import parse_agb, parse_kvk, parse_postcode, parse_vestiging, restore_agb


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("06290832", ("06290832", None)),
        ("73732907 ", ("73732907", None)),
        ("6290832", (None, "agb_lost_zero")),
        ("6290832.0", (None, "agb_not_8_digits")),
        ("629083", (None, "agb_not_8_digits")),
        ("062908321", (None, "agb_not_8_digits")),
        ("0629083٢", (None, "agb_not_8_digits")),
        ("0629 0832", (None, "agb_not_8_digits")),
        ("Onbekend", (None, "agb_missing")),
        ("NA", (None, "agb_missing")),
        ("", (None, "agb_missing")),
    ],
)
def test_live_agb_is_eight_digits_and_a_lost_zero_has_its_own_reason(text: str, expected: tuple[str, str]) -> None:
    assert parse_agb(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6290832", ("06290832", None)),
        ("6290832.0", ("06290832", None)),
        ("73732907.0", ("73732907", None)),
        (" 06290832 ", ("06290832", None)),
        ("629083", (None, "agb_not_8_digits")),
        ("737329071", (None, "agb_not_8_digits")),
        ("6290832.5", (None, "agb_not_8_digits")),
        ("Onbekend", (None, "agb_missing")),
        ("-", (None, "agb_missing")),
    ],
)
def test_agb_that_went_through_a_spreadsheet_gets_its_zero_back(text: str, expected: tuple[str, str]) -> None:
    assert restore_agb(text) == expected


def test_trade_register_numbers_have_their_length() -> None:
    assert parse_kvk(" 01234567 ") == ("01234567", None)
    assert parse_kvk("1234567") == (None, "kvk_not_8_digits")
    assert parse_kvk("24376932?") == (None, "kvk_not_8_digits")
    assert parse_kvk("-") == (None, "kvk_missing")
    assert parse_vestiging("000012345678") == ("000012345678", None)
    assert parse_vestiging("12345678") == (None, "vestiging_not_12_digits")
    assert parse_vestiging("") == (None, "vestiging_missing")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234 AB", ("1234", "1234AB", None)),
        ("1234ab", ("1234", "1234AB", None)),
        (" 9999ZZ ", ("9999", "9999ZZ", None)),
        ("1234", ("1234", None, None)),
        ("0123 AB", (None, None, "postcode_malformed")),
        ("1234 SS", (None, None, "postcode_malformed")),
        ("1234  AB", (None, None, "postcode_malformed")),
        ("1234A", (None, None, "postcode_malformed")),
        ("12345", (None, None, "postcode_malformed")),
        ("1234 ﬁ", (None, None, "postcode_malformed")),
        ("NA", (None, None, "postcode_missing")),
        ("", (None, None, "postcode_missing")),
    ],
)
def test_postcode_is_four_digits_with_or_without_letters(text: str, expected: tuple[str, str, str]) -> None:
    assert parse_postcode(text) == expected
