"""A national directory from a real server: page by page, then what changed, in order, and on from where it broke."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import stamina
from sqlalchemy import text

from etl import pipeline
from etl.errors import FetchError, PassingFetchError
from etl.feeds.lrza_directory import FEED
from tests.conftest import Database
from tests.etl.transports.directory_peer import AT, SOURCE, Directory, fetch, served, watermark
from tests.etl.transports.web_peer import Peer, redirect, reply


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=3):
        yield


@pytest.fixture
def directory() -> Directory:
    made = Directory()
    for number in range(5):
        made.write("Organization", f"o{number}", "2026-08-01T00:00:00Z")
    made.write("Location", "l1", "2026-08-02T00:00:00Z", managingOrganization={"reference": "Organization/later"})
    made.write("HealthcareService", "h1", "2026-08-03T00:00:00Z", location=[{"reference": "Location/l1"}])
    return made


@pytest.fixture
def peer(database: Database, directory: Directory, tmp_path: Path) -> Iterator[Peer]:  # noqa: ARG001
    with served(directory, tmp_path) as started:
        yield started


def replica(database: Database) -> dict[str, tuple[str | None, bool, bool]]:
    """`Type/id` -> name, is_active, is_deleted."""
    with database.engine().connect() as connection:
        found = connection.execute(
            text("select resource_type || '/' || resource_id, name, is_active, is_deleted from core.directory_entry")
        )
        return {key: (name, is_active, is_deleted) for key, name, is_active, is_deleted in found}


def asked(peer: Peer) -> list[str]:
    return [path.partition("?")[0].removeprefix("/fhir/") for path in peer.paths()]


def test_the_first_load_takes_every_page_and_then_what_changed_meanwhile(
    database: Database, directory: Directory, peer: Peer
) -> None:
    assert set(fetch()) == {"applied"}
    assert len(replica(database)) == 7
    searches = ["Organization"] * 3 + ["Location", "HealthcareService"]
    assert asked(peer) == [
        *searches,
        *(f"{kind}/_history" for kind in ("Organization", "Location", "HealthcareService")),
    ]
    assert "_since=2026-09-01T03%3A00%3A00%2B00%3A00" in peer.paths()[5]
    assert watermark(database) == datetime.fromisoformat(directory.now)


def test_later_only_what_changed_comes_and_deletions_and_ends_are_kept(
    database: Database, directory: Directory, peer: Peer
) -> None:
    fetch()
    peer.asked.clear()
    directory.now = "2026-09-01T04:00:00Z"
    directory.write("Organization", "o1", "2026-09-01T03:30:00Z", 2, name="Hernoemd")
    directory.write("Organization", "o1", "2026-09-01T03:40:00Z", 3, name="Nog eens")
    directory.write("Organization", "o2", "2026-09-01T03:40:00Z", 2, active=False)
    directory.write("Location", "l1", "2026-09-01T03:40:00Z", 2, status="entered-in-error")
    directory.delete("HealthcareService", "h1", "2026-09-01T03:45:00Z")
    fetch()
    found = replica(database)
    assert found["Organization/o1"] == ("Nog eens", True, False)
    assert found["Organization/o2"][1:] == (False, False)
    assert found["Location/l1"][1:] == (False, False)
    assert found["HealthcareService/h1"][1:] == (False, True)
    assert set(asked(peer)) == {"Organization/_history", "Location/_history", "HealthcareService/_history"}
    assert watermark(database) == datetime.fromisoformat(directory.now)


def test_a_round_without_changes_is_no_delivery_and_moves_the_watermark(
    database: Database,
    directory: Directory,
    peer: Peer,  # noqa: ARG001
) -> None:
    fetch()
    directory.now = "2026-09-01T04:00:00Z"
    assert fetch() == []
    assert watermark(database) == datetime.fromisoformat(directory.now)


def test_a_round_that_breaks_off_begins_again_from_the_last_whole_one(
    database: Database, directory: Directory, peer: Peer
) -> None:
    fetch()
    before = watermark(database)
    directory.now = "2026-09-01T04:00:00Z"
    directory.write("Organization", "o1", "2026-09-01T03:30:00Z", 2, name="Hernoemd")
    directory.write("Location", "l1", "2026-09-01T03:30:00Z", 2, name="Verhuisd")
    directory.broken.append("Location/_history")
    with pytest.raises(PassingFetchError, match="fetch_not_now"):
        fetch()
    assert watermark(database) == before
    assert replica(database)["Organization/o1"][0] == "Hernoemd", "what came before it broke holds"
    directory.broken.clear()
    peer.asked.clear()
    fetch()
    assert "_since=2026-09-01T03%3A00%3A00%2B00%3A00" in peer.paths()[0]
    assert replica(database)["Location/l1"][0] == "Verhuisd"
    assert watermark(database) == datetime.fromisoformat(directory.now)


def version(number: int, moment: str, name: str) -> dict[str, Any]:
    meta = {"versionId": str(number), "lastUpdated": moment}
    return {"resource": {"resourceType": "Organization", "id": "o", "meta": meta, "name": name}}


def test_an_older_version_never_overwrites_a_newer_one(database: Database) -> None:
    told = [version(2, "2026-08-02T00:00:00Z", "two"), version(1, "2026-08-01T00:00:00Z", "one")]
    later = [version(3, "2026-08-02T12:00:00+12:00", "same moment"), version(1, "2026-08-01T00:00:00Z", "one again")]
    for entries in (told, later):
        bundle = json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
        assert pipeline.run(FEED, SOURCE, bundle, "page.json", at=AT).outcome == "applied"
    assert replica(database)["Organization/o"][0] == "two"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"[]"), "fetch_no_http"),
        (reply(b"{"), "fetch_no_http"),
        (reply(b"[" * 100_000), "fetch_no_http"),
        (reply(b'{"resourceType": "OperationOutcome"}'), "fetch_no_http"),
        (reply(b'{"resourceType": "Bundle"}'), "fetch_no_http"),
        (redirect("https://evil.test/fhir/Organization"), "redirect_refused"),
    ],
)
def test_an_answer_that_is_no_page_ends_the_round(database: Database, peer: Peer, answer: Any, code: str) -> None:
    peer.answers["/fhir/Organization"] = answer
    with pytest.raises(FetchError, match=code):
        fetch()
    assert watermark(database) is None


@pytest.mark.parametrize(
    ("url", "code"), [("https://evil.test/fhir/Organization?page=1", "redirect_refused"), ("", "fetch_no_http")]
)
@pytest.mark.usefixtures("database")
def test_a_next_page_elsewhere_or_nowhere_is_not_followed(peer: Peer, url: str, code: str) -> None:
    link = [{"relation": "next", "url": url or peer.url("/fhir/Organization")}]
    page = {"resourceType": "Bundle", "meta": {"lastUpdated": "2026-09-01T03:00:00Z"}, "link": link}
    peer.answers["/fhir/Organization"] = reply(json.dumps(page).encode())
    with pytest.raises(FetchError, match=code):
        fetch()
