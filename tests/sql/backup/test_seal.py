"""What is sealed comes back byte for byte, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sql.backup.seal import PIECE, Keys, Pipe, SealBroken, is_marked, mark, opened, sealed

KEYS = Keys(("a" * 32,))
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE]


def stored(clear: bytes, name: str = "one", keys: Keys = KEYS) -> bytes:
    return b"".join(sealed([clear], keys, name))


def read(text: bytes, name: str = "one", keys: Keys = KEYS) -> bytes:
    return b"".join(opened([text], keys, name, is_sealed=True))


@pytest.mark.parametrize("size", SIZES)
def test_it_comes_back_whatever_its_length(size: int) -> None:
    clear = bytes(index % 251 for index in range(size))
    text = stored(clear)
    assert read(text) == clear
    assert text != stored(clear), "a salt of its own each time"
    if size > 16:
        assert clear[:16] not in text


@given(st.lists(st.binary(max_size=50)), st.integers(min_value=1, max_value=7))
def test_pieces_of_any_size_give_the_same_stream(pieces: list[bytes], size: int) -> None:
    pipe = Pipe(pieces)
    whole = b""
    while part := pipe.read(size):
        whole += part
    assert whole == b"".join(pieces)
    assert read(b"".join(sealed(pieces, KEYS, "one"))) == whole


@given(st.data())
def test_any_change_is_refused(data: st.DataObject) -> None:
    text = bytearray(stored(b"waardevol" * 20))
    text[data.draw(st.integers(min_value=0, max_value=len(text) - 1))] ^= data.draw(
        st.integers(min_value=1, max_value=255)
    )
    with pytest.raises(SealBroken):
        read(bytes(text))


def test_moved_missing_and_foreign_pieces_are_refused() -> None:
    clear = bytes(3 * PIECE)
    text = stored(clear)
    head, one = len(text) - 3 * (PIECE + 16), PIECE + 16
    first, second, third = (text[head + number * one : head + (number + 1) * one] for number in range(3))
    for forged in (
        text[:head] + second + first + third,
        text[:head] + first + third,
        text[:head] + first + second,
        text[:head] + first + second + third + third,
        text[:head],
        text[: head - 1],
        b"",
        stored(clear)[:head] + first + second + third,
    ):
        with pytest.raises(SealBroken):
            read(forged)
    with pytest.raises(SealBroken, match="in another's place"):
        read(text, name="two")


def test_an_old_key_still_opens_and_a_new_one_seals() -> None:
    both = Keys(("b" * 32, "a" * 32))
    assert read(stored(b"x"), keys=both) == b"x"
    with pytest.raises(SealBroken, match="another key"):
        read(stored(b"x", keys=both))
    assert is_marked(b"x", mark(b"x", KEYS), both)
    assert not is_marked(b"y", mark(b"x", KEYS), both)
    assert not is_marked(b"x", "", both)
    assert mark(b"x", Keys()) == ""
    assert "a" not in repr(KEYS).removeprefix("Keys(")


def test_without_a_key_it_stays_as_it_is() -> None:
    assert stored(b"open", keys=Keys()) == b"open"
    assert b"".join(opened([b"open"], Keys(), "one", is_sealed=False)) == b"open"
