"""Accounts of this product, made on the command line and used in a browser."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyotp
import pytest

from dashboard.__main__ import main
from dashboard.settings import Settings, SignIn
from tests.dashboard.visit import KEYS


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TRANSFERPUNT_SECRET_KEY", KEYS[0])
    return Settings(sign_in=SignIn.LOCAL, secret_keys=KEYS)


@pytest.fixture
def command(database: Any, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:  # noqa: ARG001
    def run(*words: str, code: int = 0) -> str:
        assert main(["users", *words]) == code
        said = capsys.readouterr()
        return said.out + said.err

    return run


class Person:
    """Somebody with the paper that the command printed."""

    def __init__(self, printed: str) -> None:
        self.password = re.search(r"^password +(\S+)$", printed, re.M).group(1)  # type: ignore[union-attr]
        self.secret = re.search(r"secret=([A-Z2-7]+)", printed).group(1)  # type: ignore[union-attr]
        self.recovery = re.search(r"^recovery codes +(.+)$", printed, re.M).group(1).split()  # type: ignore[union-attr]

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)


def enter(one: Any, login: str, password: str, code: str = "", **more: str) -> Any:
    one.get("/aanmelden")
    return one.submit("/aanmelden/wachtwoord", {"naam": login, "wachtwoord": password, "code": code, **more})


@pytest.fixture
def anna(command: Callable[..., str]) -> Person:
    return Person(command("add", "Anna", "--role", "operator", "--name", "Anna Voorbeeld"))


def test_there_is_no_account_to_begin_with(command: Callable[..., str]) -> None:
    assert command("list") == ""


def test_a_password_and_a_code_let_somebody_in(browser: Any, anna: Person, clock: Any, database: Any) -> None:
    one = browser()
    assert enter(one, "anna", anna.password, anna.code(clock())).status_code == 303
    assert one.fetch("/_dash-layout").status_code == 200
    with database.engine().begin() as connection:
        (row,) = connection.exec_driver_sql("select * from ops.account").mappings()
    assert row["password_hash"].startswith("$argon2id$")
    assert anna.secret not in str(dict(row))


def test_without_the_code_nobody_comes_in(browser: Any, anna: Person, clock: Any) -> None:
    for code in ("", "000000", anna.code(clock().replace(year=2020))):
        assert enter(browser(), "anna", anna.password, code).status_code == 403


def test_a_code_is_used_once(browser: Any, anna: Person, clock: Any) -> None:
    code = anna.code(clock())
    assert enter(browser(), "anna", anna.password, code).status_code == 303
    assert enter(browser(), "anna", anna.password, code).status_code == 403
    clock.forward(seconds=60)
    assert enter(browser(), "anna", anna.password, anna.code(clock())).status_code == 303


def test_a_recovery_code_is_used_once(browser: Any, anna: Person) -> None:
    assert enter(browser(), "anna", anna.password, anna.recovery[0]).status_code == 303
    assert enter(browser(), "anna", anna.password, anna.recovery[0]).status_code == 403


def test_the_answer_does_not_tell_which_names_exist(browser: Any, anna: Person) -> None:
    known, unknown = enter(browser(), "anna", "wrong"), enter(browser(), "nobody", "wrong")
    assert anna.password not in known.text
    strip = re.compile(r'name="csrf" value="[^"]*"')
    assert strip.sub("", known.text) == strip.sub("", unknown.text)


def test_a_password_in_the_field_of_the_name_is_not_written_down(browser: Any, anna: Person, events: Any) -> None:
    assert enter(browser(), anna.password, "anna").status_code == 403
    assert enter(browser(), "anna", anna.password).status_code == 403
    assert [one["object_id"] for one in events() if one["outcome_code"] == "refused"] == ["unknown", "anna"]
    assert anna.password not in str(events())


def test_guessing_is_slowed_down_also_from_many_addresses(browser: Any, anna: Person, clock: Any, events: Any) -> None:
    tried = [enter(browser(), "anna", f"guess {number}").status_code for number in range(12)]
    assert tried == [403] * 10 + [429] * 2
    assert enter(browser(), "anna", anna.password, anna.code(clock())).status_code == 429
    clock.forward(minutes=20)
    assert enter(browser(), "anna", anna.password, anna.code(clock())).status_code == 303
    reasons = [one["detail"].get("reason") for one in events() if one["outcome_code"] == "refused"]
    assert reasons[:5] == ["password"] * 5
    assert "blocked" in reasons


def test_switched_off_is_out_at_once(browser: Any, anna: Person, clock: Any, command: Callable[..., str]) -> None:
    one = browser()
    enter(one, "anna", anna.password, anna.code(clock()))
    command("disable", "anna")
    assert one.fetch("/_dash-layout").status_code == 401
    clock.forward(seconds=60)
    assert enter(browser(), "anna", anna.password, anna.code(clock())).status_code == 403


def test_a_reset_ends_the_old_password(browser: Any, anna: Person, clock: Any, command: Callable[..., str]) -> None:
    fresh = Person(command("reset", "anna"))
    assert fresh.password != anna.password
    assert enter(browser(), "anna", anna.password, anna.code(clock())).status_code == 403
    assert enter(browser(), "anna", fresh.password, fresh.code(clock())).status_code == 303


def test_rights_are_what_the_command_says(command: Callable[..., str]) -> None:
    command("add", "bo", "--role", "provider", "--name", "Bo", "--agb", "09000002")
    assert command("list") == "bo\tprovider\ton\tagb:09000002\n"
    command("rights", "bo", "--role", "coordinator", "--region", "ZK07", "--region", "ZK08")
    assert command("list") == "bo\tcoordinator\ton\tregion:ZK07 region:ZK08\n"
    assert "There is no role boss; there are " in command("rights", "bo", "--role", "boss", code=1)
    assert "There is an account bo already" in command("add", "bo", "--role", "gp", "--name", "Bo", code=1)
    assert "There is no account eve" in command("disable", "eve", code=1)


def test_a_practice_signs_in_once_a_day(browser: Any, clock: Any, command: Callable[..., str]) -> None:
    gp = Person(command("add", "praktijk", "--role", "gp", "--name", "Praktijk Voorbeeld"))
    one = browser()
    assert enter(one, "praktijk", gp.password, gp.code(clock()), onthoud="on").status_code == 303
    first = one.cookie("sid")
    clock.forward(hours=3)
    assert one.fetch("/_dash-layout").status_code == 401  # the session is over, and only going to a page begins another
    assert one.get("/vrije-plekken").status_code == 200
    assert one.cookie("sid") != first
    clock.forward(hours=22)
    assert one.get("/vrije-plekken").status_code == 302


def test_a_device_that_signed_out_is_forgotten(browser: Any, clock: Any, command: Callable[..., str]) -> None:
    gp = Person(command("add", "praktijk", "--role", "gp", "--name", "Praktijk Voorbeeld"))
    one, copy = browser(), browser()
    enter(one, "praktijk", gp.password, gp.code(clock()), onthoud="on")
    copy.client.set_cookie("device", one.cookie("device"))
    one.submit("/aanmelden/uit", {})
    assert copy.get("/vrije-plekken").status_code == 302


def test_an_operator_has_no_device_that_is_remembered(browser: Any, anna: Person, clock: Any) -> None:
    one = browser()
    enter(one, "anna", anna.password, anna.code(clock()), onthoud="on")
    assert one.cookie("device") == ""
