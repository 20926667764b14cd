"""The commands about accounts and claims as they are typed, and what they mean for who signs in."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import main
from dashboard.sign_in.passwords import decrypted
from tests.conftest import Database
from tests.repository import ROOT

Typed = Callable[..., str]
OLD, NEW = "old-" + "x" * 32, "new-" + "y" * 32


@pytest.fixture
def environment(database: Database, tmp_path: Path) -> dict[str, str]:
    """Of a product that knows an identity provider."""
    secret = tmp_path / "client_secret"
    secret.write_text("only between the provider and us")
    secret.chmod(0o600)
    provider = {"OIDC_CLIENT_ID": "transferpunt", "OIDC_CLIENT_SECRET_FILE": str(secret)}
    return {**database.env, **provider, "OIDC_ISSUER": "https://login.example.org", "TRANSFERPUNT_SECRET_KEY": OLD}


@pytest.fixture
def typed(environment: dict[str, str]) -> Typed:
    """typed("users", "list"): what it prints. key: the secret keys. code: how it ends."""

    def run(*words: str, key: str = OLD, code: int = 0, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", *words],
            cwd=ROOT,
            env={**environment, "TRANSFERPUNT_SECRET_KEY": key, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    return run


def test_the_first_operator_is_made_and_cared_for_on_the_machine(typed: Typed, events: Any) -> None:
    made = typed("users", "add", "Jansen", "--name", "A. Jansen", "--role", "operator")
    assert re.search(r"^login name +jansen\npassword +\S{24}\nfor the app +otpauth://totp/\S+\nrecovery", made, re.M)
    typed("users", "add", "devries", "--name", "B. de Vries", "--role", "coordinator", "--region", "ZK07")
    assert typed("users", "list") == "jansen\toperator\ton\t\ndevries\tcoordinator\ton\tregion:ZK07\n"
    assert "devries can sign in no more" in typed("users", "disable", "devries")
    assert "\toff\t" in typed("users", "list")
    assert "devries can sign in again" in typed("users", "enable", "devries")
    assert "who was signed in is out" in typed("users", "rights", "devries", "--role", "provider", "--agb", "09000002")
    assert "These rights it had already" in typed(
        "users", "rights", "devries", "--role", "provider", "--agb", "09000002"
    )
    again = typed("users", "reset", "devries")
    assert re.search(r"^password +\S{24}$", again, re.M)
    kinds = [one["event_type"] for one in events()]
    assert {"account_made", "account_off", "account_on", "rights_changed", "account_changed"} <= set(kinds)
    shown = str(events())
    for secret in re.findall(r"password +(\S+)", made + again) + re.findall(r"secret=([A-Z2-7]+)", made + again):
        assert secret not in shown


REFUSED = {
    "users add x --name X --role boss": "There is no role boss; there are gp, ",
    "users add x --name X --role provider --agb 123": "An AGB code has eight digits, and 123 has not.",
    "users disable nobody": "There is no account nobody.",
    "users reset nobody": "There is no account nobody with a password",
    "claims remove 7": "There is no 7.",
    "claims add groups gp": "Say what it gives",
    "claims add groups * --role gp": "A role is given by one value",
    "claims add team north --kind region": "One value gives one --scope",
    "claims add groups gp --role boss": "There is no role boss",
}


def test_what_cannot_be_done_is_a_sentence(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for words, sentence in REFUSED.items():
        assert main(words.split()) == 1, words
        assert sentence in capsys.readouterr().err
    assert main(["users", "list"]) == main(["claims", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_claims_are_added_listed_and_removed(typed: Typed, events: Any) -> None:
    assert "No identity provider is set" in typed("claims", "add", "a", "b", "--role", "gp", code=1, OIDC_ISSUER="")
    typed("claims", "add", "groups", "transfer", "--role", "coordinator", "--priority", "1")
    typed("claims", "add", "regio", "*", "--kind", "region")
    typed("claims", "add", "team", "noord", "--kind", "region", "--scope", "ZK03")
    assert typed("claims", "list").splitlines() == [
        "1\thttps://login.example.org\tgroups\ttransfer\trole coordinator, priority 1",
        "2\thttps://login.example.org\tregio\t*\tregion as it says",
        "3\thttps://login.example.org\tteam\tnoord\tregion ZK03",
    ]
    assert "2 is removed" in typed("claims", "remove", "2")
    assert [line[0] for line in typed("claims", "list").splitlines()] == ["1", "3"]
    assert [one["event_type"] for one in events()] == ["claim_mapping_saved"] * 3 + ["claim_mapping_removed"]


def test_who_is_known_at_the_provider_can_be_switched_off(typed: Typed, database: Database) -> None:
    with database.engine("app_session").begin() as connection:
        connection.exec_driver_sql(
            "select act.save_account('Co', 'gp', now(), issuer => 'https://login.example.org', subject => 'co-1')"
        )
    assert "co-1 can sign in no more" in typed("users", "disable", "co-1")
    assert typed("users", "list") == "https://login.example.org co-1\tgp\toff\t\n"


def test_a_secret_key_is_replaced_without_a_new_second_factor(typed: Typed, database: Database) -> None:
    made = typed("users", "add", "jansen", "--name", "A. Jansen", "--role", "operator")
    secret = re.findall(r"secret=([A-Z2-7]+)", made)[0]
    assert "1 second factors are encrypted anew" in typed("users", "rekey", key=f"{NEW} {OLD}")
    assert "0 second factors are encrypted anew" in typed("users", "rekey", key=NEW)
    assert "None of the keys fits the second factor of jansen" in typed("users", "rekey", key=OLD, code=1)
    with database.engine().begin() as connection:
        (stored,) = connection.exec_driver_sql("select totp_secret_encrypted from ops.account").scalars()
    assert decrypted(stored, [NEW]) == secret


def test_without_a_database_it_says_so(typed: Typed, database: Database) -> None:
    elsewhere = re.sub(r"/test_[a-z0-9_]+", "/there_is_none", database.env["DATABASE_URL"])
    assert elsewhere != database.env["DATABASE_URL"]
    assert "The database cannot be reached" in typed("users", "list", code=1, DATABASE_URL=elsewhere)
