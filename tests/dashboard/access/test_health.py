"""What programs that watch are told, and that nobody else is."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import flask
import pytest

from dashboard.app import create_app
from dashboard.settings import Settings, SignIn
from sql.call import value
from sql.database import dispose, engine
from tests.dashboard.visit import KEYS, START
from tests.factories import publish, source

TOKEN = "t" * 40


@pytest.fixture
def settings() -> Settings:
    return Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS, metrics_token=TOKEN)


def note(upkeep: str, hours_ago: float, *, is_well: bool = True) -> None:
    with engine().begin() as connection:
        at = START - timedelta(hours=hours_ago)
        value(connection, "load.note_upkeep", upkeep=upkeep, at=at, is_well=is_well, seconds=Decimal(2), detail="x")


def numbers(web: flask.Flask) -> dict[str, float]:
    """Each line of /metrics, name with labels -> number."""
    answer = web.test_client().get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_it_is_ready_with_a_database_of_this_release(web: flask.Flask) -> None:
    answer = web.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"ready": True, "problems": [], "late_upkeep": []})


def test_it_is_not_ready_with_another_release_without_database_or_without_room(
    web: flask.Flask, server: Any, database: Any
) -> None:
    client = web.test_client()
    with engine().begin() as connection:
        connection.exec_driver_sql("update ops.release set logic_sha256 = 'older'")
    assert client.get("/readyz").get_json()["problems"] == ["schema"]
    server.run("alter database {name} with allow_connections false", name=database.name)
    dispose()
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.get_json()["problems"]) == (503, ["database"])
        assert client.get("/healthz").status_code == 200
        seen = numbers(web)
        assert seen["transferpunt_database_up"] == 0
        assert seen["transferpunt_disk_free_bytes"] > 0
        assert not any("source" in name for name in seen)
    finally:
        server.run("alter database {name} with allow_connections true", name=database.name)
    full = Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS, disk_reserve=10**18)
    assert "disk" in create_app(full, lambda: START).server.test_client().get("/readyz").get_json()["problems"]


def test_upkeep_that_failed_or_is_too_long_ago_is_named(web: flask.Flask) -> None:
    note("backup", 37)
    note("tidy", 35)
    note("audit", 1, is_well=False)
    said = web.test_client().get("/readyz").get_json()
    assert said == {"ready": True, "problems": [], "late_upkeep": ["audit", "backup"]}
    note("audit", 0.5)
    seen = numbers(web)
    assert seen['transferpunt_upkeep_is_well{upkeep="audit"}'] == 1
    assert seen['transferpunt_upkeep_age_seconds{upkeep="backup"}'] == 37 * 3600


def test_strangers_get_one_word_and_no_numbers(web: flask.Flask) -> None:
    client = web.test_client()
    passed_on = {"X-Forwarded-For": "203.0.113.9"}
    elsewhere = {"Host": "transferpunt.example.org"}
    for headers in (passed_on, elsewhere, {"Via": "1.1 proxy"}, {"Authorization": "Bearer wrong"}):
        assert client.get("/readyz", headers=headers).get_json() == {"ready": True}
        answer = client.get("/metrics", headers=headers)
        assert (answer.status_code, answer.get_json()) == (404, {"error": "not_for_you"})
    given = client.get("/metrics", headers={**passed_on, **elsewhere, "Authorization": f"Bearer {TOKEN}"})
    assert given.status_code == 200
    far = {"REMOTE_ADDR": "10.1.2.3"}
    assert client.get("/metrics", environ_base=far).status_code == 404
    assert client.get("/metrics", environ_base=far, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_token_that_nobody_set_opens_nothing(database: Any) -> None:  # noqa: ARG001 - asked through the environment
    closed = create_app(
        Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS), lambda: START
    ).server.test_client()
    headers = {"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer "}
    assert closed.get("/metrics", headers=headers).status_code == 404


def test_the_numbers_tell_of_requests_sources_and_connections(web: flask.Flask, browser: Callable[[], Any]) -> None:
    with engine().begin() as connection:
        publish(connection, applied_at=START - timedelta(hours=2))
        source(connection, "stil")
    gp = browser().sign_in("gp")
    assert gp.get("/vrije-plekken").status_code == 200
    assert gp.client.open("/vrije-plekken", method="BREW").status_code == 405
    seen = numbers(web)
    assert seen['transferpunt_requests_total{method="GET",route="/<path:path>",status="200"}'] == 1
    assert seen['transferpunt_request_seconds_count{route="/<path:path>"}'] >= 1
    assert any(re.search('method="other".*status="405"', name) for name in seen)
    assert seen['transferpunt_source_age_seconds{source="lindebron"}'] == 7200
    assert seen['transferpunt_source_is_late{source="lindebron"}'] == 0
    assert seen['transferpunt_source_is_late{source="stil"}'] == 1
    assert seen['transferpunt_deliveries{source="lindebron",state="applied"}'] == 1
    assert seen["transferpunt_queue_age_seconds"] == 0
    assert seen["transferpunt_audit_events"] >= 1
    assert seen["transferpunt_schema_is_current"] == 1
    assert seen['transferpunt_database_connections{role="app_session",state="idle"}'] >= 1
    text = web.test_client().get("/metrics").text
    assert not re.search(r"python|\d+\.\d+\.\d+|127\.0|gp", text), "no versions, addresses or accounts"
