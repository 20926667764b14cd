"""Logs, figures and alarms hold nothing of what was delivered: a whole run of a real worker over marked deliveries."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask
from sqlalchemy import text

from dashboard.app import create_app
from dashboard.settings import Settings, SignIn
from etl.transports import drop_folder
from sql import credentials
from sql.call import act
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.visit import KEYS, machine_clock
from tests.etl.capacity_file import COLUMNS, csv_file, row
from tests.etl.post_office import open_office
from tests.etl.transports.web_peer import reply, running
from tests.sql.access.people import account

CANARY = "kanarie7c2e"
TEXTS = ("naam_aanbieder", "naam_vestiging", "verwijsproduct")
SOURCES = ("capacity_csv", "tweede", "derde")
ENDED = "select string_agg(source_code || ' ' || state_code, ', ' order by source_code) from raw.delivery"
TRIED = "select outcome_code is not null or failure_code is not null from ops.source_trial"
FETCHED = "select failure_code from ops.source_transport"


def marked(**changes: str) -> dict[str, str]:
    """A good row with the mark in every cell that may hold any text."""
    now = machine_clock()().isoformat(timespec="seconds")
    return row(**{**{name: f"{CANARY} {name}" for name in TEXTS if name in COLUMNS}, "geteld_op": now, **changes})


def delivered() -> dict[str, bytes]:
    """By source: good rows and one refused in every column; one that breaks our code; one that is no table."""
    good = [marked(agb_vestiging=f"0900{number:04}") for number in range(1, 21)]
    refused = {name: f"{CANARY}\x07{name}" for name in COLUMNS}
    breaks = [marked(naam_aanbieder=f"{CANARY} breekt")]
    files = (csv_file([*good, refused]), csv_file(breaks), f"{CANARY} zomaar tekst\n".encode())
    return dict(zip(SOURCES, files, strict=True))


def test_no_mark_of_a_delivery_stands_in_a_log_line_a_figure_or_an_alarm(
    database: Database, tmp_path: Path, eventually: Callable[..., Any]
) -> None:
    def asked(statement: str) -> Any:
        with database.engine().connect() as connection:
            return connection.execute(text(statement)).scalar()

    with database.engine().begin() as connection:
        for source in SOURCES[1:]:
            make.source(connection, source, is_any_agb=True)
        # A fault as it could be: the database refuses a row that our checks let pass, and quotes all of it.
        connection.execute(text("alter table core.provider add constraint unforeseen check (name !~ 'breekt')"))
        operator = account(connection, "operator")
    for source, payload in delivered().items():
        file = drop_folder.folder(database.home, source) / f"{CANARY}.csv"
        file.parent.mkdir(parents=True)
        file.write_bytes(payload)
        os.utime(file, (1_000_000_000,) * 2)
    answers = {"/p.json": reply(f"<html>{CANARY}</html>".encode(), Content_Type="text/html", ETag=CANARY)}
    with open_office() as (office, environ), running(answers, tmp_path) as peer:
        told: dict[str, Any] = {"ca_file": peer.ca_file, "is_private_allowed": True, "at": machine_clock()()}
        sealed = credentials.encrypt(f"Bearer {CANARY}", os.environ)
        url = f"https://127.0.0.1:{peer.port}/p.json"
        fetched = {"source": "capacity_json", "way": "https", "url": url, "credential_encrypted": sealed}
        act("act.save_transport", role="app_session", **fetched, **told)
        act("act.try_source", role="app_operator", asker=operator, source="capacity_json", at=machine_clock()())
        env = database.env | environ | {"TRANSFERPUNT_ALARM_TO": "beheer@voorbeeld.test"}
        command = [sys.executable, "-m", "etl", "worker"]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as worker:
            try:
                eventually(lambda: asked(ENDED) == "capacity_csv applied, derde rejected, tweede failed", seconds=60)
                eventually(lambda: asked(TRIED) and asked(FETCHED) == "html_page")
                eventually(lambda: office.mails, seconds=90)  # a first week of agendas is frozen before it
            finally:
                worker.terminate()
                said, _ = worker.communicate(timeout=30)
                print(said)  # noqa: T201 - what pytest shows when one of these did not come
    assert worker.returncode == 0, "a fault over one delivery does not end the worker"
    web: flask.Flask = create_app(Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS), machine_clock()).server
    figures = web.test_client().get("/metrics").get_data(as_text=True)
    alarms = "".join(str(mail) for mail in office.mails)
    refused = asked("select count(*) from raw.refused_row where value_excerpt like '%kanarie%'")
    assert refused > len(COLUMNS) / 2, "the mark did reach us"
    for wanted in ("event=delivery", "CheckViolation", "event=tried", "html_page", "error=FetchError"):
        assert wanted in said
    assert "transferpunt_source" in figures
    assert "tweede" in alarms
    for text_ in (said, figures, alarms):
        assert CANARY not in text_
        assert CANARY.upper() not in text_.upper()
