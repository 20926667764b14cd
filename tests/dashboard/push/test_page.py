"""The page of connections: a token shown once, replaced, revoked, tried out; one's own only."""

import json
import re
from collections.abc import Callable
from typing import Any

import flask
import pytest

from sql.call import driver
from tests.conftest import Database
from tests.dashboard.push.supplier import Program, delivery, told
from tests.dashboard.visit import Browser

PAGE = "/opgave/koppeling"
TOKEN = re.compile(r"tp_[a-z0-9]{8}_[A-Za-z0-9_-]{43}")


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def make(one: Browser, *codes: str, name: str = "EPD Voorbeeld", **more: str) -> Any:
    key = field(one.get(PAGE).text, "sleutel")
    return one.submit(PAGE, {"naam": name, "agb": " ".join(codes), "geldig": "90", "sleutel": key, **more})


def tokens(database: Database) -> list[tuple[Any, ...]]:
    query = "select token_prefix, token_sha256, revoked_at is not null from ops.push_token order by token_id"
    with database.engine().begin() as connection:
        return driver(connection).execute(query).fetchall()


@pytest.fixture
def own(provider: int, browser: Callable[[], Browser]) -> Browser:  # noqa: ARG001 - its places
    """The provider of the demo, whose one location is the second of that provider."""
    return browser().sign_in("provider")


def test_a_token_is_shown_once_and_works(own: Browser, web: flask.Flask, database: Database) -> None:
    answer = make(own, "09000002")
    assert answer.status_code == 200
    (shown,) = set(TOKEN.findall(answer.text))
    assert "alleen nu te zien" in answer.text
    assert ">Kopiëren<span" in answer.text
    assert "24 uur, zodat" not in answer.text, "there is no older one"
    assert answer.headers["Cache-Control"] == "no-store"
    later = own.get(PAGE).text
    assert not TOKEN.findall(later)
    assert f"{shown[:11]}_…" in later
    assert "nooit gebruikt" in later
    assert shown not in str(tokens(database))
    pushed = Program(web.test_client(), shown).push(delivery({"agb_location": "09000002"}))
    assert (pushed.status_code, told(pushed)["state"]) == (202, "waiting")
    assert "laatst gebruikt vandaag" in own.get(PAGE).text


def test_sending_the_form_again_makes_no_other(own: Browser, database: Database) -> None:
    key = field(own.get(PAGE).text, "sleutel")
    form = {"naam": "EPD Voorbeeld", "agb": "09000002", "geldig": "90", "sleutel": key}
    assert own.submit(PAGE, form).status_code == 200
    assert own.submit(PAGE, form).status_code == 303
    assert own.submit(PAGE, form | {"sleutel": ""}).status_code == 303
    assert len(tokens(database)) == 1


def test_what_cannot_be_is_said_with_what_was_typed(own: Browser, database: Database) -> None:
    for codes, more, said in (
        (["09000777"], {}, "is niet van u"),
        ([], {}, "elk acht cijfers"),
        (["09000002"], {"name": " "}, "hoogstens 80 tekens"),
        (["09000002"], {"geldig": "400"}, "hoogstens een jaar"),
    ):
        answer = make(own, *codes, **more)
        assert (answer.status_code, said in answer.text) == (422, True), said
    assert tokens(database) == []


def test_it_is_replaced_and_revoked(own: Browser, web: flask.Flask, database: Database) -> None:
    (old,) = set(TOKEN.findall(make(own, "09000002").text))
    page = own.get(PAGE).text
    form = {"koppeling": field(page, "koppeling"), "geldig": "90", "sleutel": field(page, "sleutel")}
    replaced = own.submit(f"{PAGE}/vervang", form).text
    (new,) = set(TOKEN.findall(replaced))
    assert new != old
    assert "24 uur, zodat" in replaced
    page = own.get(PAGE).text
    assert "werkt tot morgen" in page
    assert Program(web.test_client(), old).push(delivery({"agb_location": "09000002"})).status_code == 202
    for number in re.findall(r'name="token" value="(\d+)"', page):
        answer = own.submit(f"{PAGE}/intrek", {"token": number})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?gedaan=ingetrokken")
    assert "opent vanaf nu niets meer" in own.get(f"{PAGE}?gedaan=ingetrokken").text
    assert [revoked for _, _, revoked in tokens(database)] == [True, True]
    assert [Program(web.test_client(), one).get("/api/v1/deliveries/1").status_code for one in (old, new)] == [401, 401]
    assert own.submit(f"{PAGE}/intrek", {"token": "999"}).status_code == 422
    assert own.submit(f"{PAGE}/vervang", {**form, "koppeling": "capacity_csv", "sleutel": "n"}).status_code == 422


@pytest.mark.usefixtures("patient")
def test_a_dry_run_with_own_places_says_what_would_come_of_it(
    own: Browser, counts: Callable[[], dict[str, int]]
) -> None:
    make(own, "09000002")
    source = field(own.get(PAGE).text, "koppeling")
    before = counts()
    answer = own.submit(f"{PAGE}/proef", {"koppeling": source})
    assert (answer.status_code, counts()) == (200, before)
    assert "Proefrun van EPD Voorbeeld: lezers zouden het zien" in answer.text
    assert "1 plekken gelezen, 1 zouden worden overgenomen, 0 afgekeurd" in answer.text
    assert own.submit(f"{PAGE}/proef", {"koppeling": "capacity_csv"}).status_code == 422


def test_without_a_worker_a_dry_run_says_so(own: Browser, counts: Callable[[], dict[str, int]]) -> None:
    make(own, "09000002")
    source, before = field(own.get(PAGE).text, "koppeling"), counts()
    answer = own.submit(f"{PAGE}/proef", {"koppeling": source})
    assert (answer.status_code, "niet op tijd" in answer.text, counts()) == (503, True, before)


def test_own_places_are_taken_along_as_a_delivery(own: Browser) -> None:
    answer = own.get(f"{PAGE}/voorbeeld.json")
    assert "plekken.json" in answer.headers["Content-Disposition"]
    sent = json.loads(answer.text)
    assert sent["form"] == "transferpunt/capacity/1"
    assert [place["agb_location"] for place in sent["places"]] == ["09000002"]


def test_the_page_has_an_example_with_the_right_address(own: Browser) -> None:
    page = own.get(PAGE).text
    assert "http://localhost/api/v1/places?dry_run=1" in page
    assert "Bearer $PUSH_TOKEN" in page
    for linked in ("/api/v1/openapi.json", "/api/v1/places.schema.json", f"{PAGE}/voorbeeld.json"):
        assert f'href="{linked}"' in page
    assert PAGE in own.get("/opgave").text
    assert "Make a connection" in own.get(f"{PAGE}?taal=en").text


def test_the_operator_looks_after_all_and_others_after_none(
    own: Browser, browser: Callable[[], Browser], database: Database
) -> None:
    make(own, "09000002")
    operator = browser().sign_in("operator")
    page = operator.get(PAGE).text
    assert "EPD Voorbeeld" in page
    assert "Proefrun" not in page, "it has no places of its own to try"
    assert make(operator, "09000555", "09000556", name="Leverancier").status_code == 200
    assert operator.get(f"{PAGE}/voorbeeld.json").status_code == 404
    assert "Leverancier" not in own.get(PAGE).text
    for role in ("gp", "insurer", "coordinator", "auditor"):
        other = browser().sign_in(role)
        assert other.get(PAGE).status_code == 403
        assert other.submit(PAGE, {"naam": "x", "agb": "09000002", "geldig": "90", "sleutel": "s"}).status_code == 403
        assert other.submit(f"{PAGE}/intrek", {"token": "1"}).status_code == 403
    assert own.client.post(PAGE, data={"naam": "x"}).status_code == 403, "without the token of the form"
    assert len(tokens(database)) == 2
