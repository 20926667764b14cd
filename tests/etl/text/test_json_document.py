"""JSON within limits, whole or by the line, and without a citizen number in any disguise."""

import pytest

from etl.text.json_document import Limits, load, mask
from etl.text.table import TableError

BSN = "111222333"


def test_a_document_is_one_or_one_a_line() -> None:
    assert load(b'\xef\xbb\xbf {"a": 1}\n') == [{"a": 1}]
    assert load(b'{"a": 1}\r\n\r\n{"b": 2}\n') == [{"a": 1}, {"b": 2}]
    assert load(b'{\n "a": [\n 1\n ]\n}') == [{"a": [1]}]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b" \n", "empty_file"),
        (b"<?xml?>", "html_page"),
        (b"nothing", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": 1}\n{"b":', "cut_off"),
        (b'{"a": 1}\n{"b":\n{"c": 3}', "not_json"),
        (b"[" * 100_000, "json_limit"),
        (b"[" * 100_000 + b"]" * 100_000, "json_limit"),
        (b'[{"a":' * 50_000, "json_limit"),
        (b"[" * 65 + b"]" * 65, "json_limit"),
        (b"[1,2,3,4]", "json_limit"),
        (b'"' + b"x" * 200 + b'"', "json_limit"),
    ],
)
def test_what_is_no_document_or_too_much_is_refused_with_a_code(payload: bytes, code: str) -> None:
    limits = Limits(max_bytes=1 << 20, max_values=3 if payload.startswith(b"[1") else 1 << 20)
    if payload.startswith(b'"'):
        limits = Limits(max_bytes=100)
    with pytest.raises(TableError) as caught:
        load(payload, limits)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "told",
    [
        '"111222333"',
        "111222333",
        "111222333.0",
        '"\\u0031\\u00311222333"',
        '"bel 111.222.333"',
        '{"111222333": 1}',
        "[[111222333]]",
    ],
)
def test_a_citizen_number_is_masked_however_it_is_written(told: str) -> None:
    masked, count = mask(b'{"a": ' + told.encode() + b"}")
    assert count == 1
    assert BSN.encode() not in masked
    assert b"*********" in masked


def test_what_holds_none_stays_as_it_came() -> None:
    payload = b'{ "agb" : "09000001", "x": 52.111222333, "big": 1e300, "n": null, "is": true }'
    assert mask(payload) == (payload, 0)
