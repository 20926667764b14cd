"""Dry runs: loaded as every delivery is, and taken back whole; nobody waits for one for ever."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from etl import pipeline, worker
from etl.feed import all_feeds
from etl.transports import tried
from sql import call
from sql.database import engine
from tests import factories as make
from tests.conftest import Database
from tests.etl.capacity_file import AT
from tests.etl.capacity_place import document, place

SOURCE = "capacity_json"
SOON = timedelta(minutes=1)


def ask(database: Database, payload: bytes) -> str:
    with database.engine().begin() as connection:
        return str(make.insert(connection, "raw.trial", source_code=SOURCE, payload=payload)["trial_id"])


def answer(database: Database, trial: str) -> dict[str, Any]:
    with database.engine().begin() as connection:
        found = connection.execute(
            text("select answer, length(payload) from raw.trial where trial_id = :one"), {"one": trial}
        )
        told, length = found.one()
    assert length == 0, "its payload is gone as soon as it is answered"
    return dict(told)


def deliveries(database: Database) -> int:
    with database.engine().begin() as connection:
        return int(connection.execute(text("select count(*) from raw.delivery")).scalar_one())


def test_the_worker_answers_it_and_keeps_nothing(database: Database) -> None:
    trial = ask(database, document(place(), place(agb_location="09000002", free_count=99)))
    worker.round_(database.home)
    told = answer(database, trial)
    assert (told["state_code"], told["read_count"], told["accepted_count"], told["refused_count"]) == (
        "applied",
        2,
        1,
        1,
    )
    assert [(one["line"], one["code"]) for one in told["refusals"]] == [(2, "free_above_total")]
    assert deliveries(database) == 0
    worker.round_(database.home)
    assert answer(database, trial) == told, "it is answered once"


def test_it_says_what_the_delivery_that_follows_becomes(database: Database) -> None:
    payloads = [
        document(place()),
        document(place()),
        document(place(free_count=99)),
        b"<html>",
        document(place(free_count=1)),
    ]
    for payload in payloads:
        found = tried.tried(tried.Trial("0", SOURCE, SOURCE, payload), at=AT)
        done = pipeline.run(all_feeds()[SOURCE], SOURCE, payload, "a.json", at=AT)
        assert (found["state_code"], found["reason_code"], found["read_count"] or 0) == (
            done.outcome,
            done.reason,
            done.read,
        )
        assert found["sentence_nl"] == done.sentence
    assert deliveries(database) == len(payloads)


def test_while_its_source_is_loaded_it_is_busy(database: Database) -> None:
    with database.engine("etl_writer").begin() as other:
        call.rows(other, "load.lock_source", source=SOURCE, patience="5s")
        waits = tried.Trial("0", SOURCE, SOURCE, document(place()))
        assert tried.tried(waits, at=AT) == tried.BUSY


def test_a_fault_of_ours_is_told_and_raised(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    trial = ask(database, document(place()))
    monkeypatch.setattr(tried, "load", broken)
    with pytest.raises(ZeroDivisionError):
        worker.round_(database.home)
    assert answer(database, trial) == {"state_code": "failed"}
    assert deliveries(database) == 0


def test_one_for_which_nobody_can_be_waiting_is_forgotten(database: Database) -> None:
    ask(database, document(place()))
    with engine("etl_writer").begin() as connection:
        later = _moment(connection) + timedelta(minutes=6)
        assert tried.waiting(later - 2 * SOON) != []
        assert tried.waiting(later) == []
    with database.engine().begin() as connection:
        assert connection.execute(text("select count(*) from raw.trial")).scalar_one() == 0


def _moment(connection: Connection) -> Any:
    return connection.execute(text("select now()")).scalar_one()
