"""Alarms: what rings, that it rings once, and the sign of life, with a real mail server and a real web server."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import structlog

from etl import alarms, ping
from sql.call import value
from sql.errors import SettingsError
from tests import factories as make
from tests.conftest import Database
from tests.etl.post_office import PostOffice, open_office

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LATER = AT + alarms.EVERY


@dataclass
class Watcher:
    """Signs that came, (path, body), and what is answered."""

    signs: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200
    location: str = ""


@pytest.fixture
def watcher() -> Iterator[tuple[Watcher, str]]:
    heard = Watcher()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            heard.signs.append((self.path, body.decode()))
            self.send_response(heard.status)
            if heard.location:
                self.send_header("Location", heard.location)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.05,))
        serving.start()
        yield heard, f"http://127.0.0.1:{server.server_address[1]}/ping/0000"
        server.shutdown()
        serving.join()


@pytest.fixture
def post() -> Iterator[tuple[PostOffice, dict[str, str]]]:
    with open_office() as (office, environ):
        yield office, environ | {"TRANSFERPUNT_ALARM_TO": "beheer@voorbeeld.test"}


def late(database: Database, code: str = "laat") -> None:
    with database.engine().begin() as connection:
        make.publish(connection, source_code=code, applied_at=AT - 3 * DAY)


def on_time(database: Database, code: str = "laat") -> None:
    with database.engine().begin() as connection:
        connection.exec_driver_sql("update core.source_state set applied_at = %s where source_code = %s", (AT, code))


def upkeep(database: Database, kind: str, at: datetime, *, is_well: bool) -> None:
    with database.engine().begin() as connection:
        value(connection, "load.note_upkeep", upkeep=kind, at=at, is_well=is_well, seconds=Decimal(1), detail="geheim")


def found(database: Database, **environ: str) -> list[tuple[str, str]]:
    return sorted((row["alarm_code"], row["subject"]) for row in alarms.found(database.home, AT, environ))


def test_everything_that_is_wrong_is_found(database: Database) -> None:
    assert found(database) == []
    late(database)
    upkeep(database, "audit", AT, is_well=False)
    upkeep(database, "backup", AT - 37 * timedelta(hours=1), is_well=True)
    upkeep(database, "tidy", AT - 35 * timedelta(hours=1), is_well=True)
    with database.engine().begin() as connection:
        counts = dict.fromkeys(("read_count", "accepted_count", "refused_count", "duplicate_count"))
        waiting = {"state_code": "received", "received_at": AT - 16 * MINUTE, **counts}
        make.source(connection, "wacht", expected_every=None)
        make.delivery(connection, source_code="wacht", **waiting)
        make.source(connection, "stuk", expected_every=None)
        make.delivery(connection, source_code="stuk", state_code="failed", **counts)
        make.source(connection, "vreemd", expected_every=None)
        number = make.delivery(connection, source_code="vreemd")
        refused = {"delivery_id": number, "line": 2, "refusal_code": "not_authorised_for_agb"}
        make.insert(connection, "raw.refused_row", **refused)
    assert found(database, TRANSFERPUNT_DISK_RESERVE_MB=str(10**9)) == [
        ("audit_broken", "audit"),
        ("delivery_failed", "stuk"),
        ("disk_full", ""),
        ("foreign_codes", "vreemd"),
        ("queue_old", ""),
        ("source_late", "laat"),
        ("upkeep_failed", "backup"),
    ]


def test_it_is_told_once_when_it_begins_and_once_when_it_ends(
    database: Database, post: tuple[PostOffice, dict[str, str]], watcher: tuple[Watcher, str]
) -> None:
    (office, environ), (heard, url) = post, watcher
    environ = environ | {"TRANSFERPUNT_PING_URL": url}
    looked = alarms.watch(database.home, None, AT, environ)
    assert heard.signs == [("/ping/0000/start", ""), ("/ping/0000", "")]
    assert alarms.watch(database.home, looked, AT + MINUTE, environ) == looked, "not before five minutes are over"
    late(database)
    for number in range(1, 4):
        looked = alarms.watch(database.home, looked, AT + number * alarms.EVERY, environ)
    assert heard.signs[2:] == [("/ping/0000/fail", "source_late laat")]
    (mail,) = office.mails
    assert (mail["to"], mail["subject"]) == ("beheer@voorbeeld.test", "Transferpunt: 1 nieuw, 0 voorbij")
    assert "NIEUW: laat: te laat met aanleveren (due 2026-11-18 09:00 UTC)" in mail.get_content()
    assert "NEW: laat: late with its delivery" in mail.get_content()
    on_time(database)
    looked = alarms.watch(database.home, looked, AT + 4 * alarms.EVERY, environ)
    alarms.watch(database.home, None, AT + 5 * alarms.EVERY, environ)
    assert heard.signs[3:] == [("/ping/0000", ""), ("/ping/0000/start", ""), ("/ping/0000", "")]
    assert len(office.mails) == 2
    assert "voorbij: laat: te laat met aanleveren\r\n" in office.mails[1].get_content()


def test_a_mail_that_is_not_taken_is_sent_at_the_next_look(
    database: Database, post: tuple[PostOffice, dict[str, str]]
) -> None:
    office, environ = post
    late(database)
    office.answer = "451 not now"
    looked = alarms.watch(database.home, None, AT, environ)
    assert office.mails == []
    office.answer = "250 kept"
    alarms.watch(database.home, looked, LATER, environ)
    assert len(office.mails) == 1


def test_two_workers_tell_it_once(database: Database, post: tuple[PostOffice, dict[str, str]]) -> None:
    office, environ = post
    late(database)
    workers = [threading.Thread(target=alarms.watch, args=(database.home, None, AT, environ)) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert len(office.mails) == 1


def test_nothing_of_a_payload_is_told(database: Database, post: tuple[PostOffice, dict[str, str]]) -> None:
    office, environ = post
    upkeep(database, "audit", AT, is_well=False)
    with structlog.testing.capture_logs() as logged:
        alarms.watch(database.home, None, AT, environ)
    assert "geheim" not in office.mails[0].as_string() + str(logged)
    assert [entry["event"] for entry in logged] == ["alarm"]


def test_a_sign_is_bounded_and_goes_nowhere_else(watcher: tuple[Watcher, str], monkeypatch: pytest.MonkeyPatch) -> None:
    heard, url = watcher
    heard.status, heard.location = 302, f"{url}/elsewhere"
    with structlog.testing.capture_logs() as logged:
        assert not ping.send(url)
        assert not ping.send("http://127.0.0.1:1/ping/0000")
        monkeypatch.setattr(ping, "_PATIENCE", 0.2)
        with contextlib.closing(silent()) as mute:
            assert not ping.send(f"http://127.0.0.1:{mute.getsockname()[1]}/ping/0000")
    assert [path for path, _ in heard.signs] == ["/ping/0000"]
    assert "0000" not in str(logged), "who knows the address can send signs too"


def silent() -> Any:
    """Takes connections and never answers."""
    return socket.create_server(("127.0.0.1", 0))


@pytest.mark.parametrize("wrong", ["watch.example.org", "ftp://watch.example.org", "https://watch.example.org/?a=b"])
def test_a_wrong_address_is_told_at_the_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match="TRANSFERPUNT_PING_URL"):
        alarms.demand_settings({"TRANSFERPUNT_PING_URL": wrong})


def test_a_mail_address_needs_a_mail_server(database: Database) -> None:
    with pytest.raises(SettingsError, match="TRANSFERPUNT_SMTP_URL"):
        alarms.demand_settings({"TRANSFERPUNT_ALARM_TO": "beheer@voorbeeld.test"})
    late(database)
    assert alarms.watch(database.home, None, AT, {}) == AT, "off by default"
