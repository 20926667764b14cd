"""lrza_directory: what a version of a resource tells, and a directory that is fetched through every kind of trouble."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina
from sqlalchemy import text

from etl import pipeline
from etl.feeds.lrza_directory import FEED
from etl.read import UnreadableError
from tests.conftest import Database
from tests.etl.feeds.standard import parsed
from tests.etl.transports.directory_peer import AT, SOURCE, Directory, fetch, served, watermark
from tests.etl.transports.web_peer import Peer

MOMENT = "2026-08-01T00:00:00Z"
IDENTIFIERS = [
    {"system": "http://fhir.nl/fhir/NamingSystem/agb-z", "value": "09000001"},
    {"system": "http://fhir.nl/fhir/NamingSystem/ura", "value": "12345678"},
    {"system": "http://fhir.nl/fhir/NamingSystem/kvk", "value": "not a number"},
]


def resource(kind: str = "Organization", key: str = "1", **changes: Any) -> dict[str, Any]:
    meta = {"versionId": "1", "lastUpdated": MOMENT}
    return {"resourceType": kind, "id": key, "meta": meta, "name": "Voorbeeldlinde"} | changes


def bundle(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "entry": list(entries)}


def told(*resources: dict[str, Any]) -> list[dict[str, Any]]:
    rows, rejected = parsed(FEED, bundle(*({"resource": one} for one in resources)))
    assert rejected == []
    return rows


# What a version tells -----------------------------------------------------------------------------------------------


def test_an_organization_is_read_and_an_identifier_that_is_none_is_left_out() -> None:
    (row,) = told(resource(identifier=IDENTIFIERS, partOf={"reference": "Organization/9"}))
    assert (row["resource_type"], row["resource_id"], row["name"]) == ("Organization", "1", "Voorbeeldlinde")
    assert (row["agb_code"], row["ura_number"], row["kvk_number"]) == ("09000001", "12345678", None)
    assert (row["parent_reference"], row["is_active"], row["is_deleted"]) == ("Organization/9", True, False)
    assert row["updated_at"] == datetime(2026, 8, 1, tzinfo=UTC)


def test_a_location_and_a_service_keep_their_references_as_they_were_sent() -> None:
    place = {"postalCode": "3511 AB", "city": "Utrecht"}
    named = {"reference": "https://elsewhere.test/fhir/Location/1"}
    location, service = told(
        resource("Location", address=place, managingOrganization={"reference": "Organization/later"}),
        resource("HealthcareService", location=[named, {"reference": "Location/2"}]),
    )
    assert (location["postcode"], location["place_name"]) == ("3511 AB", "Utrecht")
    assert location["parent_reference"] == "Organization/later", "also to what has not come"
    assert service["location_references"] == [named["reference"], "Location/2"]


@pytest.mark.parametrize(
    "ended", [{"active": False}, {"status": "inactive"}, {"status": "entered-in-error"}, {"status": "suspended"}]
)
def test_what_ended_is_kept_as_not_active(ended: dict[str, Any]) -> None:
    (row,) = told(resource(**ended))
    assert (row["is_active"], row["is_deleted"]) == (False, False)


@pytest.mark.parametrize(
    "gone",
    [
        {"request": {"method": "DELETE", "url": "Location/7"}},
        {"request": {"method": "DELETE", "url": "https://a.test/fhir/Location/7/_history/3"}},
        {"request": {"method": "DELETE"}, "fullUrl": "https://a.test/fhir/Location/7"},
    ],
)
def test_a_deletion_names_what_was_deleted(gone: dict[str, Any]) -> None:
    (row,), rejected = parsed(FEED, bundle(gone | {"response": {"lastModified": MOMENT}}))
    assert rejected == []
    assert (row["resource_type"], row["resource_id"]) == ("Location", "7")
    assert (row["is_deleted"], row["is_active"]) == (True, False)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"meta": {}}, ("meta.lastUpdated", "required")),
        ({"meta": {"lastUpdated": "gisteren"}}, ("meta.lastUpdated", "not_a_date")),
        ({"id": None}, ("id", "required")),
        ({"name": "x" * 300}, ("name", "text_too_long")),
    ],
)
def test_what_is_wrong_costs_its_row_and_is_named(changes: dict[str, Any], refusal: tuple[str, str]) -> None:
    rows, rejected = parsed(FEED, bundle({"resource": resource(**changes)}, {"resource": resource(key="2")}))
    assert [row["resource_id"] for row in rows] == ["2"]
    assert rejected == [(1, *refusal)]


def test_resources_of_other_kinds_are_no_rows_and_what_is_no_bundle_is_not_this_form() -> None:
    assert [row["resource_type"] for row in told(resource("Practitioner"), resource())] == ["Organization"]
    for document in ({"resourceType": "Organization"}, [], {}):
        with pytest.raises(UnreadableError, match="not_this_form"):
            parsed(FEED, document)


# What becomes of it -------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=2):
        yield


@pytest.fixture
def directory() -> Directory:
    made = Directory(page_size=2)
    for number in range(5):
        made.write("Organization", f"o{number}", MOMENT)
    made.write("Location", "l1", MOMENT)
    return made


@pytest.fixture
def peer(database: Database, directory: Directory, tmp_path: Path) -> Iterator[Peer]:  # noqa: ARG001
    with served(directory, tmp_path) as started:
        yield started


def names(database: Database) -> dict[str, str]:
    with database.engine().connect() as connection:
        asked = "select resource_type || '/' || resource_id, name from core.directory_entry order by 1"
        return dict(connection.execute(text(asked)).all())


@pytest.mark.parametrize("order", [[1, 2, 3], [3, 2, 1], [2, 3, 1], [3, 1, 2]])
def test_whatever_the_order_in_which_versions_come_the_newest_holds(database: Database, order: list[int]) -> None:
    for number in order:
        at = (datetime(2026, 8, 1, tzinfo=UTC) + timedelta(days=number)).isoformat()
        version = resource(meta={"versionId": str(number), "lastUpdated": at}, name=f"version {number}")
        payload = json.dumps(bundle({"resource": version})).encode()
        assert pipeline.run(FEED, SOURCE, payload, "page.json", at=AT).outcome in {"applied", "superseded"}
    assert names(database) == {"Organization/1": "version 3"}


def test_a_deletion_is_overtaken_by_a_newer_version_only(database: Database) -> None:
    gone = {"request": {"method": "DELETE", "url": "Organization/1"}, "response": {"lastModified": MOMENT}}
    older = resource(meta={"versionId": "0", "lastUpdated": "2026-07-01T00:00:00Z"})
    newer = resource(meta={"versionId": "2", "lastUpdated": "2026-08-02T00:00:00Z"}, name="Terug")
    for entry, is_deleted in ((gone, True), ({"resource": older}, True), ({"resource": newer}, False)):
        pipeline.run(FEED, SOURCE, json.dumps(bundle(entry)).encode(), "page.json", at=AT)
        with database.engine().connect() as connection:
            found = connection.execute(text("select is_deleted from core.directory_entry")).scalar_one()
        assert found is is_deleted


def test_a_worker_that_is_killed_between_two_pages_leaves_the_first_and_begins_again(
    database: Database, directory: Directory, peer: Peer
) -> None:
    """A real process, killed by the server it asks for the second page: nothing of it can tidy up."""
    killed: list[int] = []
    serves = peer.answers["/fhir/Organization"]

    def strikes(connection: Any, head: str) -> None:
        if "page=1" in head and not killed:
            killed.append(process.pid)
            os.kill(process.pid, signal.SIGKILL)
            return
        serves(connection, head)

    peer.answers["/fhir/Organization"] = strikes
    program = "from tests.etl.transports.directory_peer import fetch; fetch()"
    with subprocess.Popen([sys.executable, "-c", program], env=database.env) as process:
        assert process.wait(60) == -signal.SIGKILL
    assert killed
    assert names(database).keys() == {"Organization/o0", "Organization/o1"}, "what was handed on before holds"
    assert watermark(database) is None, "and is not taken for the whole"
    peer.asked.clear()
    assert set(fetch()) == {"applied", "duplicate"}
    assert peer.paths()[0] == "/fhir/Organization"
    assert len(names(database)) == 6
    assert watermark(database) == datetime.fromisoformat(directory.now)


def test_after_a_crash_in_a_later_round_it_goes_on_from_the_watermark(
    database: Database, directory: Directory, peer: Peer
) -> None:
    fetch()
    before = watermark(database)
    directory.now = "2026-09-01T04:00:00Z"
    directory.write("Organization", "o1", "2026-09-01T03:30:00Z", 2, name="Hernoemd")
    directory.write("Location", "l1", "2026-09-01T03:30:00Z", 2, name="Verhuisd")
    serves = peer.answers["/fhir/Location/_history"]
    peer.answers["/fhir/Location/_history"] = lambda _connection, _head: os.kill(process.pid, signal.SIGKILL)
    program = "from tests.etl.transports.directory_peer import fetch; fetch()"
    with subprocess.Popen([sys.executable, "-c", program], env=database.env) as process:
        assert process.wait(60) == -signal.SIGKILL
    assert (names(database)["Organization/o1"], watermark(database)) == ("Hernoemd", before)
    peer.answers["/fhir/Location/_history"] = serves
    peer.asked.clear()
    fetch()
    assert before is not None
    since = before.isoformat().replace(":", "%3A").replace("+", "%2B")
    assert peer.paths()[0] == f"/fhir/Organization/_history?_since={since}", "nothing is fetched whole again"
    assert names(database)["Location/l1"] == "Verhuisd"
    assert watermark(database) == datetime.fromisoformat(directory.now)
    kinds = [path.partition("?")[0].removeprefix("/fhir/").partition("/")[0] for path in peer.paths()]
    assert kinds == sorted(kinds, key=["Organization", "Location", "HealthcareService"].index), "strictly in order"
