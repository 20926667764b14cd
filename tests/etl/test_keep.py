"""A delivery of several pieces: kept masked, given back as it was kept, and never taken in whole."""

import io
from dataclasses import replace

import pytest

from etl import pipeline
from etl.errors import PassingFetchError
from etl.keep import keep, kept
from etl.text.bsn import MASK
from etl.text.pieces import PIECE
from sql.database import engine
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, rows
from tests.etl.loaded import FEED, ask

NUMBER = b"123456782"


def stored(payload: io.BytesIO) -> int:
    with engine("etl_writer").begin() as connection:
        return keep(connection, FEED, FEED.code, payload, file_name="test.csv", at=AT, delivered_at=AT)


class Watched(io.BytesIO):
    """Knows the most that was ever asked of it at once."""

    most = 0

    def read(self, size: int | None = -1) -> bytes:
        some = super().read(size)
        self.most = max(self.most, len(some))
        return some


def test_a_number_across_two_pieces_is_masked_and_all_else_comes_back(database: Database) -> None:
    head, tail = b"a;b\n" + b"x;y\n" * (PIECE // 4 - 2), b"\n" + b"z;1\n" * (PIECE // 3)
    payload = Watched(head + b"n;" + NUMBER + tail)
    assert len(head) + 2 < PIECE < len(head) + 2 + len(NUMBER)
    delivery = stored(payload)
    expected = head + b"n;" + MASK.encode() + tail
    assert payload.most == PIECE
    facts = "select size_bytes, masked_count from raw.delivery"
    assert ask(database, facts) == [(len(expected), 1)]
    sizes = ask(database, "select octet_length(payload) from raw.delivery_chunk order by chunk_number")
    assert [size for (size,) in sizes] == [PIECE, PIECE, len(expected) - 2 * PIECE]
    with engine("etl_writer").connect() as connection, kept(connection, delivery) as file:
        assert file.seek(0, io.SEEK_END) == len(expected)
        assert file.seek(PIECE - 5) == PIECE - 5
        assert file.read(20) == expected[PIECE - 5 : PIECE + 15]
        file.seek(0)
        assert file.read() == expected


def test_a_file_over_the_bound_of_its_form_is_refused_and_not_kept(database: Database) -> None:
    payload = io.BytesIO(csv_file(rows(12)))
    small = replace(FEED, max_bytes=100)
    outcome = pipeline.run(small, FEED.code, payload, "test.csv", at=AT)
    assert (outcome.outcome, outcome.reason) == ("rejected", "too_large")
    assert ask(database, "select count(*) from raw.delivery_chunk") == [(0,)]


def test_a_file_that_changes_while_it_is_read_leaves_nothing(database: Database) -> None:
    class Growing(io.BytesIO):
        def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
            if whence == io.SEEK_END:
                self.getbuffer()[-3:-2] = b"9"
            return super().seek(offset, whence)

    with pytest.raises(PassingFetchError, match="changed while it was read"):
        stored(Growing(csv_file(rows(3))))
    assert ask(database, "select (select count(*) from raw.delivery), (select count(*) from raw.delivery_chunk)") == [
        (0, 0)
    ]
