"""A source that is tried: fetched from a real server and loaded, and afterwards nothing is there but what was found."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina
from sqlalchemy import text

from etl import trial
from etl.transports import drop_folder
from sql import credentials
from sql.call import act, select
from tests.conftest import Database
from tests.etl.capacity_file import AT
from tests.etl.capacity_place import document, place
from tests.etl.transports.directory_peer import Directory
from tests.etl.transports.web_peer import Answer, Peer, redirect, reply, running
from tests.sql.access.people import account

SOURCE = "capacity_json"
PAYLOAD = document(place(), place(agb_location="09000002", free_count="many"))
LEFT = """
select (select count(*) from raw.delivery), (select count(*) from raw.delivery_chunk),
       (select count(*) from raw.refused_row), (select count(*) from core.capacity_count),
       (select count(*) from core.provider), (select count(*) from ops.fetched_file)
"""
NOTHING = (0, 0, 0, 0, 0, 0)


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=2):
        yield


@pytest.fixture
def operator(database: Database) -> int:
    with database.engine().begin() as connection:
        return account(connection, "operator")


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def connect(peer: Peer, source: str = SOURCE, way: str = "https", path: str = "/p.json", **more: Any) -> None:
    told = {"url": peer.url(path), "ca_file": peer.ca_file, "is_private_allowed": True}
    act("act.save_transport", role="app_session", at=AT, source=source, way=way, **(told | more))


def try_source(operator: int, source: str = SOURCE) -> str:
    ((outcome,),) = (
        row.values() for row in act("act.try_source", role="app_operator", asker=operator, source=source, at=AT)
    )
    return str(outcome)


def tried(operator: int, source: str = SOURCE) -> dict[str, Any]:
    """Ask for it, let a worker do it, and read what the page reads."""
    assert try_source(operator, source) == "done"
    assert trial.try_next(at=AT, environ=os.environ, ask=here)
    return told(operator, source)


def told(operator: int, source: str = SOURCE) -> dict[str, Any]:
    (row,) = select("read.source_trial", role="app_operator", as_of=AT, asker=operator, source=source)
    return row


def left(database: Database) -> tuple[int, ...]:
    """How many rows there are of what a load leaves behind."""
    with database.engine().connect() as connection:
        return tuple(connection.execute(text(LEFT)).one())


def test_what_it_found_is_told_and_nothing_of_it_is_kept(database: Database, operator: int, tmp_path: Path) -> None:
    with running({"/p.json": reply(PAYLOAD, ETag='"7"')}, tmp_path) as peer:
        connect(peer, credential_encrypted=credentials.encrypt("Bearer canary", os.environ))
        found = tried(operator)
    assert (found["state_code"], found["outcome_code"], found["file_name"]) == ("ended", "applied", "p.json")
    assert (found["read_count"], found["accepted_count"], found["refused_count"]) == (2, 1, 1)
    assert found["size_bytes"] == len(PAYLOAD)
    (refusal,) = found["refusals"]
    assert refusal["rows"] == 1
    assert refusal["sentence_nl"]
    assert "Authorization: Bearer canary" in peer.asked[0]
    assert left(database) == NOTHING
    with database.engine().connect() as connection:
        way = connection.execute(text("select etag, fetched_at, attempt_count from ops.source_transport")).one()
        kept = connection.execute(text("select t::text from ops.source_trial t")).scalar_one()
    assert tuple(way) == (None, None, 0), "the next real fetch is not told that it has seen this"
    assert "canary" not in kept
    assert "many" not in kept


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"", "404 Not Found"), "fetch_refused"),
        (reply(b"", "401 Unauthorized"), "fetch_no_access"),
        (reply(b"<!doctype html>", Content_Type="text/html"), "html_page"),
        (reply(b"", "503 Service Unavailable"), "fetch_not_now"),
        (redirect("https://evil.test/p.json"), "redirect_refused"),
    ],
)
def test_why_it_could_not_be_fetched_is_a_sentence(
    database: Database, operator: int, tmp_path: Path, answer: Answer, code: str
) -> None:
    with running({"/p.json": answer}, tmp_path) as peer:
        connect(peer)
        found = tried(operator)
    assert (found["state_code"], found["failure_code"], found["outcome_code"]) == ("ended", code, None)
    assert found["failure_nl"].endswith(".")
    assert found["failure_en"].endswith(".")
    assert found["advice_nl"]
    assert left(database) == NOTHING
    (way,) = select("load.schedule", role="etl_writer")
    assert (way["attempt_count"], way["failure_code"]) == (0, None), "a try is no attempt of the schedule"


def test_a_file_that_is_something_else_is_told_as_what_would_become_of_it(operator: int, tmp_path: Path) -> None:
    with running({"/p.json": reply(b'{"hello": 1}')}, tmp_path) as peer:
        connect(peer)
        found = tried(operator)
    assert (found["outcome_code"], found["read_count"]) == ("rejected", 0)
    assert found["sentence_nl"].endswith(".")


def test_a_directory_is_tried_by_its_first_page(database: Database, operator: int, tmp_path: Path) -> None:
    directory = Directory(page_size=2)
    for number in range(5):
        directory.write("Organization", f"o{number}", "2026-08-01T00:00:00Z")
    with running({}, tmp_path) as peer:
        directory.serve(peer)
        connect(peer, "lrza_directory", "mcsd", "/fhir")
        found = tried(operator, "lrza_directory")
    assert (found["outcome_code"], found["read_count"]) == ("applied", 2)
    assert len(peer.asked) == 1
    with database.engine().connect() as connection:
        assert connection.execute(text("select count(*) from core.directory_entry")).scalar_one() == 0


def test_a_source_that_is_off_can_be_tried_and_one_that_sends_by_itself_cannot(operator: int, tmp_path: Path) -> None:
    assert try_source(operator) == "not_fetched"
    with running({"/p.json": reply(PAYLOAD)}, tmp_path) as peer:
        connect(peer)
        act("act.switch_source", role="app_operator", asker=operator, source=SOURCE, is_active=False, at=AT)
        assert tried(operator)["outcome_code"] == "applied"


def test_of_two_workers_one_tries_and_one_that_died_is_taken_over(operator: int, tmp_path: Path) -> None:
    with running({"/p.json": reply(PAYLOAD)}, tmp_path) as peer:
        connect(peer)
        try_source(operator)
        begun = {"role": "etl_writer"}
        assert [row["source_code"] for row in act("load.begin_trial", at=AT, **begun)] == [SOURCE]
        assert told(operator)["state_code"] == "runs"
        assert try_source(operator) == "done", "asking again does not begin it twice"
        assert not trial.try_next(at=AT + timedelta(minutes=1), environ=os.environ, ask=here)
        assert trial.try_next(at=AT + timedelta(minutes=16), environ=os.environ, ask=here)
    assert told(operator)["outcome_code"] == "applied"


def test_another_address_forgets_what_the_old_one_gave(operator: int, tmp_path: Path) -> None:
    with running({"/p.json": reply(PAYLOAD)}, tmp_path) as peer:
        connect(peer)
        tried(operator)
        connect(peer, path="/elsewhere.json")
    assert select("read.source_trial", role="app_operator", as_of=AT, asker=operator, source=SOURCE) == []


def test_what_is_dropped_for_a_source_that_is_off_waits_for_it(operator: int, database: Database) -> None:
    folder = drop_folder.folder(database.home, "capacity_csv")
    folder.mkdir(parents=True)
    (folder / "places.csv").write_bytes(b"x")
    switched = {"role": "app_operator", "asker": operator, "source": "capacity_csv", "at": AT}
    act("act.switch_source", is_active=False, **switched)
    assert drop_folder.waiting(database.home) == []
    act("act.switch_source", is_active=True, **switched)
    assert [file.path.name for file in drop_folder.waiting(database.home)] == ["places.csv"]
