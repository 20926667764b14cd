"""The operator's forms about accounts: secrets are shown once, rights end sessions, nobody changes the own account."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.sign_in.passwords import is_right
from sql.call import driver
from tests.conftest import Database

PATH = "/beheer/gebruikers"
NEW = {"naam": "Jansen", "schermnaam": "A. Jansen", "rol": "coordinator", "regio": "zk07 ZK23"}


@pytest.fixture
def operator(browser: Callable[[], Any]) -> Any:
    return browser().sign_in("operator")


@pytest.fixture
def account(database: Database) -> Callable[[str], dict[str, Any]]:
    """The account with this login name, or of this role."""

    def find(name: str) -> dict[str, Any]:
        with database.engine().begin() as connection:
            found = connection.exec_driver_sql(
                "select * from ops.account where %(n)s in (login, role_code)", {"n": name}
            )
            return dict(found.mappings().one())

    return find


def sent(operator: Any, word: str, **form: str) -> Any:
    return operator.submit(f"{PATH}/{word}", form)


def test_a_new_account_gets_secrets_that_are_shown_once(
    operator: Any, account: Callable[[str], Any], database: Database, events: Any
) -> None:
    answer = sent(operator, "nieuw", **NEW)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    found = re.search(r"Wachtwoord: (\S{24})<", answer.text)
    assert found
    assert "otpauth://totp/" in answer.text
    made = account("jansen")
    assert is_right(found[1], made["password_hash"])
    with database.engine().begin() as connection:
        scopes = driver(connection).execute("select scope_code from ops.account_scope order by 1").fetchall()
    assert ("ZK23",) in scopes
    number = str(made["account_id"])
    (made_event,) = [one for one in events() if (one["event_type"], one["object_id"]) == ("account_made", number)]
    assert made_event["user_name"] == account("operator")["display_name"]
    assert found[1] not in str(events())
    assert found[1] not in operator.page(PATH).text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"naam": "x y"}, "wrong_login"),
        ({"schermnaam": " "}, "without_name"),
        ({"rol": "baas"}, "unknown_role"),
        ({"agb": "123"}, "wrong_agb"),
        ({"regio": "ZK99"}, "unknown_region"),
        ({"concern": "nergens"}, "unknown_concern"),
    ],
)
def test_a_wrong_field_says_so_and_makes_nothing(operator: Any, change: dict[str, str], code: str) -> None:
    told = sent(operator, "nieuw", **(NEW | change)).headers["Location"]
    assert f"fout={code}" in told
    assert "Jansen" not in told.replace("naam=jansen", ""), "the name on screen does not belong in an address"
    assert operator.page(PATH, told.partition(PATH)[2]).status_code == 200
    assert "A. Jansen" not in operator.page(PATH).text


def test_what_an_account_is_about_stands_there_by_name(operator: Any) -> None:
    sent(operator, "nieuw", **(NEW | {"regio": "ZK23", "concern": "", "agb": ""}))
    assert "Utrecht (ZK23)" in operator.page(PATH).text
    assert "Jansen" in operator.page(PATH).text


def test_a_login_name_is_given_once(operator: Any) -> None:
    sent(operator, "nieuw", **NEW)
    assert "fout=login_taken" in sent(operator, "nieuw", **NEW).headers["Location"]


def test_rights_switching_and_sessions(
    operator: Any, browser: Callable[[], Any], account: Callable[[str], Any]
) -> None:
    coordinator = browser().sign_in("coordinator")
    number = str(account("coordinator")["account_id"])
    told = sent(operator, "rechten", account=number, rol="coordinator", regio="ZK23").headers["Location"]
    assert told.endswith("gedaan=rechten")
    assert coordinator.get("/regio").headers["Location"].startswith("/aanmelden"), (
        "a change of rights ends the sessions"
    )
    again = browser().sign_in("coordinator")
    assert sent(operator, "uit", account=number).headers["Location"].endswith("gedaan=uit")
    assert again.get("/regio").headers["Location"].startswith("/aanmelden")
    assert sent(operator, "schakelen", account=number, naar="uit").headers["Location"].endswith("gedaan=af")
    assert not account("coordinator")["is_active"]
    assert sent(operator, "schakelen", account=number, naar="aan").headers["Location"].endswith("gedaan=aan")
    assert account("coordinator")["is_active"]


def test_new_secrets_take_a_yes_and_an_account_with_a_password(operator: Any, account: Callable[[str], Any]) -> None:
    sent(operator, "nieuw", **NEW)
    before = account("jansen")
    number = str(before["account_id"])
    assert "fout=not_sure" in sent(operator, "geheimen", account=number).headers["Location"]
    assert sent(operator, "geheimen", account=number, zeker="ja").status_code == 200
    assert account("jansen")["password_hash"] != before["password_hash"]
    own = str(account("operator")["account_id"])
    assert "fout=own_account" in sent(operator, "geheimen", account=own, zeker="ja").headers["Location"]


@pytest.mark.parametrize("word", ["rechten", "schakelen", "uit", "geheimen"])
def test_nobody_changes_the_own_account_or_one_that_is_not_there(
    operator: Any, account: Callable[[str], Any], word: str
) -> None:
    own = account("operator")
    for number, code in (
        (str(own["account_id"]), "own_account"),
        ("999999", "unknown_account"),
        ("x", "unknown_account"),
    ):
        form = {"account": number, "rol": "gp", "naar": "uit", "zeker": "ja"}
        assert f"fout={code}" in sent(operator, word, **form).headers["Location"]
    assert account("operator") == own
    assert "Niemand wijzigt de eigen rechten" in operator.page(PATH, f"?account={own['account_id']}").text


@pytest.mark.parametrize("role", ["gp", "provider", "coordinator", "auditor"])
def test_others_may_not(browser: Callable[[], Any], role: str) -> None:
    other = browser().sign_in(role)
    assert other.page(PATH).status_code == 403
    for word in ("nieuw", "rechten", "schakelen", "uit", "geheimen"):
        assert other.submit(f"{PATH}/{word}", {"account": "1"}).status_code == 403
