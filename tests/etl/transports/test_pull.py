"""A source as its settings say, from a real server into a real database; and what the web took in."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from etl import pipeline
from etl.errors import FetchError, WrongUseError
from etl.outcome import Outcome
from etl.transports import pull, received
from sql import credentials
from sql.call import act
from sql.errors import SettingsError
from tests.conftest import Database
from tests.etl.capacity_file import AT
from tests.etl.capacity_place import document, place
from tests.etl.transports.web_peer import Peer, reply, running

SOURCE = "capacity_json"
PAYLOAD = document(place())


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def connect(peer: Peer, **more: Any) -> None:
    told = {"url": peer.url("/p.json"), "ca_file": peer.ca_file, "is_private_allowed": True}
    act("act.save_transport", role="app_session", at=AT, source=SOURCE, way="https", **(told | more))


def fetch() -> list[str]:
    return [one.outcome for one in pull.fetch(SOURCE, at=AT, environ=os.environ, ask=here)]


def one(database: Database, statement: str) -> Any:
    with database.engine().connect() as connection:
        return connection.execute(text(statement)).scalar_one()


def test_a_source_is_fetched_loaded_and_asked_with_its_mark_the_next_time(database: Database, tmp_path: Path) -> None:
    with running({"/p.json": reply(PAYLOAD, ETag='"7"')}, tmp_path) as peer:
        connect(peer, credential_encrypted=credentials.encrypt("Bearer words", os.environ))
        assert fetch() == ["applied"]
        peer.answers["/p.json"] = reply(b"", "304 Not Modified")
        assert fetch() == []
    assert ["Authorization: Bearer words" in head for head in peer.asked] == [True, True]
    assert ['If-None-Match: "7"' in head for head in peer.asked] == [False, True]
    assert "words" not in one(database, "select t::text from ops.source_transport t")


def test_a_failed_fetch_leaves_everything_as_it_was(database: Database, tmp_path: Path) -> None:
    with running({"/p.json": reply(b"", "404 Not Found", ETag='"8"')}, tmp_path) as peer:
        connect(peer)
        with pytest.raises(FetchError, match="fetch_refused"):
            fetch()
    assert one(database, "select etag is null and fetched_at is null from ops.source_transport")
    assert one(database, "select count(*) from raw.delivery") == 0


def test_another_address_begins_anew_and_is_not_given_the_old_credential(database: Database, tmp_path: Path) -> None:
    with running({"/p.json": reply(PAYLOAD, ETag='"7"')}, tmp_path) as peer:
        connect(peer, credential_encrypted="kept")
        connect(peer)
        assert one(database, "select credential_encrypted from ops.source_transport") == "kept"
        connect(peer, url=peer.url("/elsewhere"))
    assert one(database, "select credential_encrypted is null and etag is null from ops.source_transport")


@pytest.mark.usefixtures("database")
def test_a_source_that_is_not_fetched_says_so() -> None:
    with pytest.raises(WrongUseError, match="connect"):
        pull.fetch("capacity_csv", at=AT, environ=os.environ)


def test_a_key_is_private_and_another_key_opens_nothing(tmp_path: Path) -> None:
    mine, other = ({"TRANSFERPUNT_HOME": str(tmp_path / name)} for name in ("mine", "other"))
    for environ in (mine, other):
        Path(environ["TRANSFERPUNT_HOME"]).mkdir()
    kept = credentials.encrypt("words", mine)
    assert credentials.decrypt(kept, mine) == "words"
    key = tmp_path / "mine" / "credential_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert credentials.decrypt(kept, other | {"TRANSFERPUNT_CREDENTIAL_KEY": key.read_text()}) == "words"
    with pytest.raises(SettingsError, match="another key"):
        credentials.decrypt(kept, other)
    with pytest.raises(SettingsError, match="no Fernet key"):
        credentials.encrypt("words", mine | {"TRANSFERPUNT_CREDENTIAL_KEY": "short"})
    key.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        credentials.decrypt(kept, mine)


def receive(payload: bytes, key: str = "k1") -> dict[str, Any]:
    told = {"source": SOURCE, "idempotency_key": key, "file_name": "push.json", "payload": payload, "at": AT}
    (row,) = act("act.receive_delivery", role="app_session", **told)
    return row


def test_what_the_web_took_in_is_stored_once_under_its_key_and_loaded_by_the_worker(database: Database) -> None:
    payload = document(place(), place(agb_location="09000002", phone="111222333"))
    first, again, other = receive(payload), receive(payload), receive(PAYLOAD)
    assert first["receipt_id"] == again["receipt_id"] == other["receipt_id"]
    assert (first["is_same"], again["is_same"], other["is_same"]) == (True, True, False)
    (waits,) = received.waiting()
    outcome = received.load(waits, at=AT)
    assert outcome is not None
    assert (outcome.outcome, outcome.accepted, outcome.refusals) == ("applied", 1, {"bsn_like": 1})
    assert one(database, "select payload is null from raw.receipt"), "the unmasked bytes are gone"
    assert received.waiting() == []
    assert received.load(waits, at=AT) is None
    assert receive(payload)["state_code"] == "applied"


def test_of_two_workers_that_read_a_payload_one_keeps_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one comes with what it read before the first had kept it, and after the first was done."""
    receive(PAYLOAD)
    (waiting,) = received.waiting()
    real = pipeline.run

    def overtaken(*told: Any, **more: Any) -> Outcome:
        with monkeypatch.context() as patched:
            patched.setattr(received.pipeline, "run", real)
            first = received.load(waiting, at=AT)
        assert first is not None
        assert first.outcome == "applied"
        return real(*told, **more)

    with monkeypatch.context() as patched:
        patched.setattr(received.pipeline, "run", overtaken)
        assert received.load(waiting, at=AT) is None
    assert one(database, "select string_agg(state_code, ' ') from raw.delivery") == "applied"
